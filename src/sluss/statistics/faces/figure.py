"""One published number, as every face prints it."""

from dataclasses import dataclass

from django.utils.formats import number_format

HIDDEN = ".."
NONE = "–"


@dataclass(frozen=True)
class Figure:
    """One cell: a number of persons, hidden (count is None), or none (count is 0)."""

    count: int | None

    @property
    def hidden(self) -> bool:
        return self.count is None

    @property
    def text(self) -> str:
        """As printed, in the active language: "1 234", ".." or "–"."""
        if self.count is None:
            return HIDDEN
        return number_format(self.count, use_l10n=True, force_grouping=True) if self.count else NONE
