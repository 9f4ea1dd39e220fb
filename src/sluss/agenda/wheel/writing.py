"""Words on the wheel: how wide they are, and how they are broken into lines."""

#: widths in the size of the letters; the wheel's letters are Atkinson Hyperlegible's, rounded up
_NARROW, _WIDE = "iljtfrI.,:;'’|!()-/ ", "mwMWÅÄ@%"
NARROW, USUAL, CAPITAL, WIDE = 0.3, 0.54, 0.66, 0.84

#: by how much a block of lines is narrowed at a time to make its lines about as long as each other
NOTCH = 8.0


def width(text: str, size: float) -> float:
    """About how wide a text is at a size; rather a little too wide than too narrow."""
    return size * sum(
        NARROW if letter in _NARROW else WIDE if letter in _WIDE else CAPITAL if letter.isupper() else USUAL
        for letter in text
    )


def lines_of(text: str, size: float, room: float, *, taken: float = 0.0) -> list[str]:
    """The whole text in as few lines as fit the room, about as long as each other.

    `taken` is the room that something else has at the beginning of the first line. That line is empty where
    the first word doesn't fit beside it. A word too long for a line goes on in the next, with a hyphen.
    """
    lines = _broken(text, size, room, taken)
    while (narrower := room - NOTCH) > room / 2:
        tried = _broken(text, size, narrower, taken)
        if len(tried) > len(lines) or any(line.endswith("-") for line in tried):
            break
        room, lines = narrower, tried
    return lines


def _broken(text: str, size: float, room: float, taken: float) -> list[str]:
    lines = [""]
    for word in text.split():
        left = room - (taken if len(lines) == 1 else 0.0)
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= left:
            lines[-1] = longer
            continue
        first, *rest = _pieces(word, size, room)
        if lines[-1] or (len(lines) == 1 and taken):
            lines.append(first)
        else:
            lines[-1] = first
        lines += rest
    return lines


def _pieces(word: str, size: float, room: float) -> list[str]:
    pieces = []
    while width(word, size) > room and len(word) > 1:
        end = next((end for end in range(len(word) - 1, 1, -1) if width(f"{word[:end]}-", size) <= room), 1)
        pieces.append(f"{word[:end]}-")
        word = word[end:]
    return [*pieces, word]
