"""Variables: codes, what they stand for, and how they add up to coarser codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from veil.entry import Entry
from veil.errors import BadInput

TOTAL = "Total"
"""The code of a margin: all persons, or for a multi-answer variable all who answered."""

NOT_OURS = "not a variable that veil has written"


@dataclass(frozen=True)
class Partition:
    """`parent` is the sum of `children`; the children exclude each other."""

    parent: str
    children: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Variable:
    """One property of a person.

    Args:
        name: the column's name in the rows.
        codes: the finest codes a table shows. Empty: those that occur in the rows.
        hierarchies: name of a hierarchy -> {code: the coarser code it belongs to}. A coarser code may
            itself have a parent; a code without one stands directly under the total.
        multiple: a person may have several of the codes, or none (then she hasn't answered).
        sensitive: that all of a group share a code of this variable is itself a disclosure.
        contributor: the variable names who reported the person (see `Rule.dominance`).
        leaves: for a recoded variable, code -> the rows' own codes it stands for.

    Raises:
        BadInput: a coarser code is also a code, two hierarchies use one name for different groups, a
            hierarchy runs in a circle, or a code is called "Total".
    """

    name: str
    codes: tuple[str, ...] = ()
    hierarchies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    multiple: bool = False
    sensitive: bool = False
    contributor: bool = False
    leaves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(self.codes))
        tidy = {
            name: {child: parent for child, parent in steps.items() if child != parent}
            for name, steps in self.hierarchies.items()
        }
        object.__setattr__(self, "hierarchies", tidy)
        if len(set(self.codes)) != len(self.codes):
            raise BadInput(f"variable {self.name}: a code is declared twice")
        if TOTAL in self.codes or TOTAL in self.groups:
            raise BadInput(f'variable {self.name}: no code may be called "{TOTAL}"')
        both = set(self.codes) & set(self.groups)
        if both:
            raise BadInput(f"variable {self.name}: {sorted(both)} are codes and groups of codes at once")

    def declared(self, codes: tuple[str, ...]) -> Variable:
        """The same variable with its codes spelled out; unchanged where they already are."""
        if self.codes:
            return self
        return replace(self, codes=codes)

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Coarser code -> its codes; codes that aren't declared are left out."""
        found: dict[str, tuple[str, ...]] = {}
        for steps in self.hierarchies.values():
            members: dict[str, list[str]] = {}
            for code in self.codes:
                for group in self._ancestors(code, steps):
                    members.setdefault(group, []).append(code)
            for group, codes in members.items():
                if found.setdefault(group, tuple(codes)) != tuple(codes):
                    raise BadInput(
                        f"variable {self.name}: group {group} holds other codes in another hierarchy"
                    )
        return found

    def _ancestors(self, code: str, steps: Mapping[str, str]) -> list[str]:
        line: list[str] = []
        while code in steps:
            code = steps[code]
            if code in line:
                raise BadInput(f"variable {self.name}: the hierarchy runs in a circle at {code}")
            line.append(code)
        return line

    @cached_property
    def ancestors(self) -> dict[str, tuple[str, ...]]:
        """Code -> every coarser code it belongs to, over all hierarchies."""
        return {
            code: tuple(
                dict.fromkeys(g for steps in self.hierarchies.values() for g in self._ancestors(code, steps))
            )
            for code in self.codes
        }

    @cached_property
    def all_codes(self) -> tuple[str, ...]:
        """Total, the groups, the codes: every code a table shows for this variable."""
        return (TOTAL, *self.groups, *self.codes)

    @cached_property
    def places(self) -> dict[str, int]:
        """Code -> its index in `all_codes`."""
        return {code: at for at, code in enumerate(self.all_codes)}

    @cached_property
    def partitions(self) -> tuple[Partition, ...]:
        """Every sum the hierarchies declare, the total's first.

        For a multi-answer variable they don't hold as sums: each parent is at least its largest child and at
        most their sum.
        """
        if not self.codes:
            return ()
        found: dict[Partition, None] = {}
        for steps in self.hierarchies.values() or ({},):
            children: dict[str, dict[str, None]] = {}
            for code in self.codes:
                line = [code, *self._ancestors(code, steps), TOTAL]
                for child, parent in pairwise(line):
                    children.setdefault(parent, {})[child] = None
            for parent in sorted(children, key=lambda code: code != TOTAL):
                found[Partition(parent, tuple(children[parent]))] = None
        return tuple(found)

    def leaves_of(self, code: str) -> frozenset[str]:
        """The rows' own codes that `code` stands for.

        Raises:
            BadInput: the variable has no such code.
        """
        if code == TOTAL:
            members = self.codes
        elif code in self.groups:
            members = self.groups[code]
        elif code in self.codes:
            members = (code,)
        else:
            raise BadInput(f"variable {self.name} has no code {code}")
        return frozenset(leaf for member in members for leaf in self.leaves.get(member, (member,)))

    def to_plain(self) -> dict[str, object]:
        """The variable as plain data, for JSON."""
        return {
            "name": self.name,
            "codes": list(self.codes),
            "hierarchies": {name: dict(steps) for name, steps in self.hierarchies.items()},
            "multiple": self.multiple,
            "sensitive": self.sensitive,
            "contributor": self.contributor,
            "leaves": {code: list(leaves) for code, leaves in self.leaves.items()},
        }

    @classmethod
    def from_plain(cls, plain: object) -> Variable:
        """The inverse of `to_plain`.

        Raises:
            BadInput: it isn't such a variable.
        """
        given = Entry(NOT_OURS, "", plain)
        hierarchies = {
            name: Entry(NOT_OURS, f"hierarchies, {name}", steps).rest()
            for name, steps in given.take("hierarchies", dict).items()
        }
        for name, steps in hierarchies.items():
            given.texts(f"hierarchies, {name}", list(steps.values()))
        return cls(
            name=given.take("name", str),
            codes=given.words("codes", ...),
            hierarchies=hierarchies,
            multiple=given.take("multiple", bool),
            sensitive=given.take("sensitive", bool),
            contributor=given.take("contributor", bool),
            leaves=given.words_by_name("leaves", ...),
        )
