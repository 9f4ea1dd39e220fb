"""Reading variables: questions and what is derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from veil.codebook.conditions import Condition
from veil.codebook.entry import Entry
from veil.codebook.lists import NOT_KNOWN, RESERVED, Code, CodeList, Membership
from veil.codebook.standards import Field, Standard
from veil.codebook.variables import Derivation, Kind, Sensitivity, Variable


def read_variable(
    entry: Entry,
    languages: tuple[str, ...],
    lists: Mapping[str, CodeList],
    standards: Mapping[str, Standard],
    steps: tuple[str, ...],
) -> Variable:
    kind = cast(Kind, entry.one_of("kind", ("one", "many", "integer", "month")))
    codes = _codes(entry, kind, lists)
    if codes is not None and entry.take("unmapped", bool, False):
        codes = _unmapped(codes)
    required = entry.take("required", bool, False)
    variable = Variable(
        code=entry.take("code", str),
        label=entry.text("label", languages),
        question=entry.text("question", languages),
        help=entry.text("help", languages),
        kind=kind,
        codes=codes,
        step=entry.one_of("step", steps),
        asked_of=frozenset(entry.words("asked_of")),
        core=entry.take("core", bool, False) or required,
        required=required,
        ask_when=_condition(entry.entry("ask_when")),
        sensitivity=cast(
            Sensitivity, entry.one_of("sensitivity", ("normal", "sensitive", "crime"), "normal")
        ),
        minimum=entry.take("minimum", int, None),
        maximum=entry.take("maximum", int, None),
        mappings=_fields(entry, standards),
        aliases=entry.words("aliases"),
    )
    entry.done()
    _check_mappings(entry, variable, standards)
    return variable


def _codes(entry: Entry, kind: Kind, lists: Mapping[str, CodeList]) -> CodeList | None:
    name = entry.take("codes", str, None)
    if name is None:
        if kind in {"one", "many"}:
            entry.refuse("codes is missing")
        return None
    if name not in lists:
        entry.refuse(f"there is no list {name}")
    codes = lists[name]
    if kind in {"integer", "month"} and (own := [code.code for code in codes if code.code not in RESERVED]):
        entry.refuse(f"beside a number or month only reserved answers can be given, not {', '.join(own)}")
    return codes


def _condition(entry: Entry) -> Condition | None:
    variable = entry.take("variable", str, "")
    any_of = entry.words("any_of")
    at_least = entry.take("at_least", int, None)
    entry.done()
    if not variable and not any_of and at_least is None:
        return None
    if not variable or bool(any_of) == (at_least is not None):
        entry.refuse("it names one variable, and either any_of or at_least")
    return Condition(variable, any_of, at_least)


def _fields(entry: Entry, standards: Mapping[str, Standard]) -> dict[str, str]:
    maps = entry.entry("maps")
    found = {}
    for code, standard in standards.items():
        field = maps.take(code, str, None)
        if field is None:
            continue
        if field not in standard.fields:
            entry.refuse(f"{standard.name} has no field {field}")
        found[code] = field
    maps.done()
    return found


def _check_mappings(entry: Entry, variable: Variable, standards: Mapping[str, Standard]) -> None:
    """Each code's mappings must exist: as values of the variable's field, or as flags where it has none."""
    for code in variable.codes or ():
        for name, values in code.mappings.items():
            standard = standards[name]
            field = standard.fields.get(variable.mappings.get(name, ""))
            for value in values:
                if not _exists(standard, field, value):
                    entry.refuse(f"{code.code}: {standard.name} has no {value} here")


def _exists(standard: Standard, field: Field | None, value: str) -> bool:
    if field is None:
        return value in standard.fields and standard.fields[value].flag
    return not field.values or value in field.values


def read_derived(
    entry: Entry,
    languages: tuple[str, ...],
    known: Mapping[str, Variable],
    standards: Mapping[str, Standard],
) -> Variable:
    """A derived variable. Its codes are those of its source, at the level it is derived to."""
    how = Derivation(entry.take("source", str), entry.take("level", str, ""), entry.take("first_by", str, ""))
    source = known.get(how.source)
    if source is None or source.codes is None:
        entry.refuse(f"{how.source} isn't a variable with codes that comes before")
    for level in filter(None, (how.level, how.first_by)):
        if level not in {found.code for found in (*source.codes.levels, *source.codes.breakdowns)}:
            entry.refuse(f"{how.source} has no level {level}")
    label = entry.text("label", languages)
    variable = Variable(
        code=entry.take("code", str),
        label=label,
        question=label,
        help=entry.text("help", languages),
        kind="one" if source.kind != "many" or how.first_by or _single(source.codes, how.level) else "many",
        codes=_grouped(source.codes, how.level) if how.level else _unmapped(source.codes),
        asked_of=source.asked_of,
        sensitivity=source.sensitivity,
        mappings=_fields(entry, standards),
        derivation=how,
    )
    entry.done()
    _check_mappings(entry, variable, standards)
    return variable


def _single(codes: CodeList, level: str) -> bool:
    """Several answers fall into one group at the level, whichever they are."""
    chosen = {codes.parent(code.code, level) for code in codes if not code.exclusive} if level else set()
    return len(chosen) == 1


def _unmapped(codes: CodeList) -> CodeList:
    """The same answers without their mappings: the source already carries them into other standards."""
    return replace(codes, codes=tuple(replace(code, mappings={}) for code in codes))


def _grouped(codes: CodeList, level: str) -> CodeList:
    """The groups of a level as a list of their own, with the codes that stand for themselves there, and with
    the coarser levels in which every group lies whole on the reference day."""
    names = [found.code for found in codes.levels]
    coarser = codes.levels[names.index(level) + 1 :] if level in names else ()
    alone = [replace(code, mappings={}) for code in codes if level not in code.memberships]
    above: dict[str, dict[str, set[str]]] = {}
    for code in codes:
        group = codes.parent(code.code, level)
        for further in coarser:
            above.setdefault(group, {}).setdefault(further.code, set()).add(
                codes.parent(code.code, further.code)
            )
    kept = tuple(f for f in coarser if all(len(ways[f.code]) == 1 for ways in above.values()))
    groups = [
        Code(
            group.code,
            group.label,
            missing=group.code == NOT_KNOWN,
            exclusive=group.code == NOT_KNOWN,
            mappings=group.mappings,
            memberships={
                further.code: (Membership(parent),)
                for further in kept
                for parent in above.get(group.code, {}).get(further.code, ())
                if parent != group.code
            },
        )
        for group in codes.level(level).groups
    ]
    ordered = (*groups[:-1], *alone, groups[-1])
    return CodeList(f"{codes.name}, {level}", ordered, kept, reference=codes.reference)
