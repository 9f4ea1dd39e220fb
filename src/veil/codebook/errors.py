"""The one error of reading a codebook."""

from veil.errors import BadInput


class CodebookError(BadInput):
    """A codebook file can't be used; the message names the file, the place in it and what to mend."""

    def __init__(self, file: str, place: str, mend: str) -> None:
        super().__init__(f"{file}: {place}: {mend}" if place else f"{file}: {mend}")
        self.file = file
        self.place = place
        self.mend = mend
