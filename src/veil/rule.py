"""The rule: what is too small to show, and what a reader knows of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from veil.errors import BadInput

Level = Literal["threshold", "exact"]
Zeros = Literal["published", "protected"]


@dataclass(frozen=True)
class Rule:
    """What is hidden and what is promised.

    Args:
        threshold: counts 1 .. threshold - 1 are hidden.
        zeros: "published": an empty cell is shown as 0, so a reader knows that what is hidden is 1 or more.
            "protected": an empty cell is as sensitive as a small one.
        level: "exact" promises that no hidden cell has a single possible value. "threshold" promises more:
            every hidden cell could be as high as threshold - 1 or higher, and as low as the published zeros
            alone allow, unless it is certainly no small count.
        dominance: a cell is sensitive too if one contributor fills it, or if the count less any one
            contributor's own is 1 .. threshold - 1. Needs a variable marked `contributor`.
        group_disclosure: a group of whom all share one code of a variable marked `sensitive` is protected.

    The rule is public: whoever reads the tables knows it.
    """

    threshold: int = 5
    zeros: Zeros = "published"
    level: Level = "threshold"
    dominance: bool = False
    group_disclosure: bool = False

    def __post_init__(self) -> None:
        if self.threshold < 2:
            raise BadInput("threshold must be at least 2")
        if self.zeros not in ("published", "protected"):
            raise BadInput('zeros must be "published" or "protected"')
        if self.level not in ("threshold", "exact"):
            raise BadInput('level must be "threshold" or "exact"')

    @property
    def smallest(self) -> int:
        """The smallest count that is concealed: what is hidden is this at least."""
        return 0 if self.zeros == "protected" else 1

    def is_small(self, count: int) -> bool:
        """Whether the count itself is sensitive."""
        return self.smallest <= count < self.threshold

    def to_plain(self) -> dict[str, object]:
        """The rule as plain data, for JSON."""
        return asdict(self)
