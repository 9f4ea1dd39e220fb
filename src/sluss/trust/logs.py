"""Logs say that something failed and where, never with what."""

import logging
import re

#: parts of an address that open a thing for whoever knows them: signed links, calendars, new passwords
_SECRET = re.compile(r"(?<=/)(?=[^/]*[A-Z0-9:])[\w.:=-]{24,}")


class NothingPersonal(logging.Filter):
    """Strip request bodies, query strings, secret addresses and local values from what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        if isinstance(record.args, tuple):
            record.args = tuple(_quiet(arg) for arg in record.args)
        if record.exc_info and record.exc_info[0] is not None:
            # an exception's text may quote a field's value; its type and place are enough to mend it
            record.msg = f"{record.getMessage()} [{_place(record.exc_info)}]"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


def _quiet(value: object) -> object:
    return _SECRET.sub("…", value.split("?", 1)[0]) if isinstance(value, str) else value


def _place(exc_info: tuple) -> str:
    kind, _, trace = exc_info
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{kind.__name__} at {where}"
