"""Words on the wheel: how wide they are, and how they are broken into lines."""

#: widths in the size of the letters; the wheel's letters are Atkinson Hyperlegible's, rounded up
_NARROW, _WIDE = "iljtfrI.,:;'’|!()-/ ", "mwMWÅÄ@%"
NARROW, USUAL, CAPITAL, WIDE = 0.3, 0.54, 0.66, 0.84


def width(text: str, size: float) -> float:
    """About how wide a text is at a size; rather a little too wide than too narrow."""
    return size * sum(
        NARROW if letter in _NARROW else WIDE if letter in _WIDE else CAPITAL if letter.isupper() else USUAL
        for letter in text
    )


def lines_of(text: str, size: float, room: float, *, most: int = 2) -> list[str]:
    """The text in at most so many lines that fit the room; what doesn't fit ends with three dots."""
    lines: list[str] = []
    line = ""
    words = text.split()
    for place, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if not line or width(longer, size) <= room:
            line = longer
        elif len(lines) + 1 < most:
            lines.append(line)
            line = word
        else:
            line = " ".join([line, *words[place:]])
            break
    return [_cut(each, size, room) for each in [*lines, line]]


def _cut(text: str, size: float, room: float) -> str:
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,.;:')}…"
