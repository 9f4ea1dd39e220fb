"""Lists in and out: the round's Excel template, KoboToolbox and ODK, HTCDS, lists that organisations keep.

A file is read (`reading`), what it is gets recognised (`recognising`), its columns and words get a meaning
(`meaning`), every row is looked through (`looking`), and only after a yes is anything stored (`services`).
"""
