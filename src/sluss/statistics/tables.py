"""From a perspective to a table: the one place where codebook, frozen rows and veil meet.

A perspective names variables and codes of the codebook. Here they become `veil.Variable` and `veil.TableSpec`,
the rows of an edition are counted, and what a reader needs to read the table is written down beside it.

Everybody ever frozen belongs to one population, and a release's tables are filtered by when: so a quarter, a
year, and an April-to-March year that overlaps two releases are cells of one system, and veil reckons with
every subtraction that a reader can make.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from sluss.statistics import rules
from sluss.statistics.models import Calendar, Perspective
from sluss.statistics.snapshots import GROUP_CASE, NO, ORGANISATION, QUARTER, YES
from sluss.trust.refusals import Refused
from veil.codebook import Codebook
from veil.codebook import Variable as Asked
from veil.codebook.lists import MISSING
from veil.tables import Table, TableSpec, tabulate
from veil.variables import Variable

POPULATION = "persons"
#: the variable that says in which edition and quarter a person is counted
PERIOD = "period"
#: the question was not put to this person: her role or an earlier answer made it none of hers
NOT_PUT = "not_put"
#: codes of a filtered variable that the filter leaves out
OUTSIDE = "outside"
MOST_DIMENSIONS = 3

Text = Mapping[str, str]


class BadPerspective(Refused):
    """The definition asks for something the codebook can't give."""


@dataclass(frozen=True)
class Edition:
    """The frozen rows of one version of a round, as tables see them.

    Attributes:
        name: "2016.1": round and version.
        first, last: months of the period, "2016-01".
        on: the day on which groups of codes are read.
    """

    name: str
    rows: pa.Table
    book: Codebook
    first: str
    last: str
    on: dt.date

    @property
    def quarters(self) -> tuple[str, ...]:
        """Every quarter of the period, then persons first met earlier, and those whose month isn't known."""
        return (*rules.quarters(self.first, self.last), rules.BEFORE_PERIOD, rules.NOT_KNOWN)


# --- variables --------------------------------------------------------------------------------------------


def asked(book: Codebook, name: str) -> Asked:
    """The codebook's variable.

    Raises:
        BadPerspective: there is none, or it has no codes to count by.
    """
    try:
        variable = book.variable(name)
    except KeyError:
        raise BadPerspective(_("The codebook has no question called %s.") % name) from None
    if variable.kind not in {"one", "many"} or variable.codes is None:
        raise BadPerspective(_("%s has no fixed answers to count by.") % variable.label["sv"])
    return variable


def levels(book: Codebook, name: str) -> tuple[str, ...]:
    """Coarser levels that the variable may be shown at, fine to coarse; none for a variable of our own."""
    if name == GROUP_CASE:
        return ()
    variable = asked(book, name)
    listed = variable.codes
    assert listed is not None  # noqa: S101 - `asked` refuses a variable without codes
    own = variable.derivation.level if variable.derivation else ""
    names = [level.code for level in listed.levels]
    return tuple(names[names.index(own) + 1 :] if own in names else names)


def coarser(book: Codebook, name: str, *chosen: str) -> str:
    """The coarsest of the chosen levels; "" is the finest. A level that this codebook lacks counts for nothing."""
    order = ("", *levels(book, name))
    return max((level for level in chosen if level in order), key=order.index, default="")


def shown_codes(book: Codebook, name: str, level: str, on: dt.date) -> dict[str, tuple[str, ...]]:
    """Codes at the level in the order they are shown -> the row's own codes that each stands for.

    Of several answers, those that say nothing (unknown, not asked, declined) are no option: who gave only such
    an answer hasn't answered.
    """
    if name == GROUP_CASE:
        return {YES: (YES,), NO: (NO,)}
    variable = asked(book, name)
    found: dict[str, dict[str, None]] = {}
    for own, group in _values(variable, level, on):
        if variable.kind == "many" and own in MISSING:
            continue
        found.setdefault(group, {})[own] = None
    ordered = sorted(found, key=lambda code: _rank(variable, level, code))
    codes = {code: tuple(found[code]) for code in ordered}
    return codes if variable.kind == "many" else {**codes, NOT_PUT: (NOT_PUT,)}


def _values(variable: Asked, level: str, on: dt.date) -> list[tuple[str, str]]:
    """(code as it stands in the rows, its code at the level) for every answer."""
    listed = variable.codes
    assert listed is not None  # noqa: S101
    own = variable.derivation.level if variable.derivation else ""
    values = [(listed.parent(c.code, own, on) if own else c.code, c.code) for c in listed.codes]
    return [(value, listed.parent(code, level, on) if level else value) for value, code in values]


def _rank(variable: Asked, level: str, code: str) -> int:
    listed = variable.codes
    assert listed is not None  # noqa: S101
    shown = level or (variable.derivation.level if variable.derivation else "")
    return listed.level(shown).rank(code) if shown else 0


def label(book: Codebook, name: str, code: str) -> Text:
    """What a code is called, in each language."""
    if code == NOT_PUT:
        return {"sv": "Frågan gällde inte personen", "en": "Not asked of this person"}
    if name == GROUP_CASE:
        return {YES: {"sv": "I gruppärende", "en": "In a group case"}, NO: {"sv": "Övriga", "en": "Others"}}[
            code
        ]
    return asked(book, name).answer_label(code)


def heading(book: Codebook, name: str) -> Text:
    """What a variable is called, in each language."""
    own: dict[str, Text] = {
        GROUP_CASE: {"sv": "Gruppärende", "en": "Group case"},
        PERIOD: {"sv": "Första kontakt", "en": "First contact"},
    }
    return own[name] if name in own else asked(book, name).label


def quarter_label(quarter: str) -> Text:
    """ "2016-Q1" in words, and the two that are no quarter."""
    if quarter == rules.BEFORE_PERIOD:
        return {"sv": "Mötte oss redan tidigare", "en": "First met earlier"}
    if quarter == rules.NOT_KNOWN:
        return {"sv": "Månad ej känd", "en": "Month not known"}
    year, number = quarter.split("-Q")
    return {"sv": f"Kvartal {number} {year}", "en": f"Quarter {number}, {year}"}


# --- the table --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """A perspective counted: what it was, and its table with every number. Never shown: protect it first."""

    perspective: Perspective
    definition: dict[str, Any]
    table: Table


def count(
    perspective: Perspective,
    edition: Edition,
    *,
    chosen_levels: Mapping[str, str] | None = None,
    before: Edition | None = None,
    guard_organisations: bool = False,
) -> Counted | None:
    """Count a perspective over an edition.

    Args:
        chosen_levels: {variable: level} of the release; the coarser of it and the perspective's own is taken.
        before: the edition of the period before; needed for an April-to-March year.
        guard_organisations: count along what each organisation has contributed (see `veil.Rule.dominance`).

    Returns:
        None for an April-to-March year whose first nine months aren't there.

    Raises:
        BadPerspective: it names what the codebook doesn't have, or too many dimensions.
    """
    check(perspective, edition.book)
    editions = [edition]
    if perspective.calendar == Calendar.APRIL:
        if before is None or before.book.version != edition.book.version:
            return None
        editions.insert(0, before)
    levels_used = {
        name: coarser(
            edition.book, name, perspective.levels.get(name, ""), (chosen_levels or {}).get(name, "")
        )
        for name in perspective.dimensions
    }
    variables = _variables(perspective, edition, levels_used)
    period = _period(perspective, editions)
    if guard_organisations:
        variables.append(Variable(ORGANISATION, contributor=True))
    spec = _spec(perspective, edition, variables, period)
    [table] = tabulate(_rows(editions, spec, variables), [*variables, period], [spec], POPULATION)
    return Counted(perspective, definition(perspective, edition, levels_used, spec), table)


def check(perspective: Perspective, book: Codebook) -> None:
    """Refuse a definition that can't be counted, in words.

    Raises:
        BadPerspective: as said.
    """
    if len(perspective.dimensions) > MOST_DIMENSIONS:
        raise BadPerspective(_("A table can be cut by three questions at most."), field="dimensions")
    if len(set(perspective.dimensions)) < len(perspective.dimensions):
        raise BadPerspective(_("The same question is chosen twice."), field="dimensions")
    for name in perspective.dimensions:
        shown_codes(book, name, "", dt.date.max)
    for name, codes in perspective.filter.items():
        if unknown := [code for code in codes if code not in _codes_at_any_level(book, name)]:
            raise BadPerspective(
                _("%(question)s has no answer %(answer)s.")
                % {"question": heading(book, name)["sv"], "answer": ", ".join(unknown)},
                field="filter",
            )


def _codes_at_any_level(book: Codebook, name: str) -> set[str]:
    return {
        code for level in ("", *levels(book, name)) for code in shown_codes(book, name, level, dt.date.max)
    }


def own_codes(book: Codebook, name: str, codes: Collection[str], on: dt.date) -> frozenset[str]:
    """The rows' own codes that the codes, of any level, stand for."""
    found: set[str] = set()
    for level in ("", *levels(book, name)):
        shown = shown_codes(book, name, level, on)
        found.update(own for code in codes for own in shown.get(code, ()))
    return frozenset(found)


def _variables(perspective: Perspective, edition: Edition, levels_used: Mapping[str, str]) -> list[Variable]:
    return [
        _variable(edition, name, levels_used.get(name, ""), perspective.filter.get(name))
        for name in dict.fromkeys((*perspective.dimensions, *perspective.filter))
    ]


def _variable(edition: Edition, name: str, level: str, wanted: Collection[str] | None) -> Variable:
    """The variable at its level; where the filter cuts through a group, the group holds what passes."""
    shown = shown_codes(edition.book, name, level, edition.on)
    multiple = name != GROUP_CASE and asked(edition.book, name).kind == "many"
    if wanted is not None and not multiple:
        passing = own_codes(edition.book, name, wanted, edition.on)
        rest = tuple(own for members in shown.values() for own in members if own not in passing)
        inside = {code: tuple(own for own in members if own in passing) for code, members in shown.items()}
        shown = {code: members for code, members in inside.items() if members}
        shown |= {OUTSIDE: rest} if rest else {}
    return Variable(name, codes=tuple(shown), leaves=shown, multiple=multiple)


def _period(perspective: Perspective, editions: list[Edition]) -> Variable:
    """When: codes are quarters of editions, so that those of a restated one are other persons to veil."""
    names = tuple(f"{edition.name}:{quarter}" for edition in editions for quarter in edition.quarters)
    if perspective.calendar == Calendar.QUARTER:
        shown = {name.split(":", 1)[1]: (name,) for name in names}
        return Variable(PERIOD, codes=tuple(shown), leaves=shown)
    return Variable(PERIOD, codes=names)


def _spec(
    perspective: Perspective, edition: Edition, variables: list[Variable], period: Variable
) -> TableSpec:
    filters: dict[str, tuple[str, ...]] = {}
    for variable in variables:
        if variable.name not in perspective.filter:
            continue
        passing = own_codes(edition.book, variable.name, perspective.filter[variable.name], edition.on)
        filters[variable.name] = tuple(
            code for code, own in variable.leaves.items() if code != OUTSIDE and passing.issuperset(own)
        )
        covered = {own for code in filters[variable.name] for own in variable.leaves[code]}
        if covered != passing & {own for members in variable.leaves.values() for own in members}:
            raise BadPerspective(
                _("The answers chosen for %s are finer than the table shows. Choose finer codes for it.")
                % heading(edition.book, variable.name)["sv"],
                field="filter",
            )
    filters[PERIOD] = period.codes
    if perspective.calendar == Calendar.APRIL:
        wanted = rules.april_year(int(edition.first[:4]))
        filters[PERIOD] = tuple(code for code in period.codes if code.split(":", 1)[1] in wanted)
    dimensions = tuple(perspective.dimensions)
    if perspective.calendar == Calendar.QUARTER:
        del filters[PERIOD]
        dimensions = (*dimensions, PERIOD)
    return TableSpec(perspective.slug, dimensions, filters)


def _rows(editions: list[Edition], spec: TableSpec, variables: list[Variable]) -> pa.Table:
    """The editions' rows under one another, with the columns that the table needs and nothing empty."""
    parts = []
    for edition in editions:
        columns = {variable.name: _column(edition.rows, variable) for variable in variables}
        when = [f"{edition.name}:{quarter}" for quarter in edition.rows[QUARTER].to_pylist()]
        parts.append(pa.table({**columns, PERIOD: pa.array(when, pa.string())}))
    return pa.concat_tables(parts)


def _column(rows: pa.Table, variable: Variable) -> pa.Array:
    given = rows[variable.name].to_pylist()
    if not variable.multiple:
        return pa.array([NOT_PUT if answer is None else answer for answer in given], pa.string())
    options = {own for members in variable.leaves.values() for own in members}
    return pa.array([[own for own in answer if own in options] for answer in given], pa.list_(pa.string()))


def definition(
    perspective: Perspective, edition: Edition, levels_used: Mapping[str, str], spec: TableSpec
) -> dict[str, Any]:
    """What is kept beside a protected table, so that it can be read without perspective or codebook:

    title, note: {"sv", "en"}. dimensions: the table's variables in order. filter: {variable: [codes]}.
    levels: {variable: level shown}. calendar, audience. unit: a `rules.Measure`, what the numbers count.
    multiple: the dimensions of which a person may have several codes (their Total is who answered).
    period: {"from", "to"}, first and last month, both in.
    labels: {variable: {"label": text, "codes": [[code, text], ...]}} in the order shown, for dimensions and
    filters; a text is {"sv", "en"}. Codes that nobody has are among them.
    """
    book = edition.book
    labels = {
        name: {
            "label": dict(heading(book, name)),
            "codes": [
                [code, dict(label(book, name, code))]
                for code in _labelled(perspective, edition, name, levels_used.get(name, ""))
            ],
        }
        for name in dict.fromkeys((*perspective.dimensions, *perspective.filter))
    }
    if PERIOD in spec.dimensions:
        codes = [[quarter, dict(quarter_label(quarter))] for quarter in edition.quarters]
        labels[PERIOD] = {"label": dict(heading(book, PERIOD)), "codes": codes}
    first, last = edition.first, edition.last
    if perspective.calendar == Calendar.APRIL:
        year = int(edition.first[:4])
        first, last = f"{year - 1}-04", f"{year}-03"
    return {
        "title": perspective.title,
        "note": perspective.note,
        "dimensions": list(spec.dimensions),
        "filter": {name: list(codes) for name, codes in perspective.filter.items()},
        "levels": {name: level for name, level in levels_used.items() if level},
        "calendar": str(perspective.calendar),
        "audience": str(perspective.audience),
        "unit": str(
            rules.measure_of(own_codes(book, "role", perspective.filter.get("role", ()), edition.on))
        ),
        "multiple": [
            name for name in perspective.dimensions if name != GROUP_CASE and asked(book, name).kind == "many"
        ],
        "period": {"from": first, "to": last},
        "labels": labels,
    }


def _labelled(perspective: Perspective, edition: Edition, name: str, level: str) -> list[str]:
    """Codes that need a label: a dimension's as shown; of a filter that is none, those it lets through."""
    if name in perspective.dimensions:
        variable = _variable(edition, name, level, perspective.filter.get(name))
        return [code for code in variable.codes if code != OUTSIDE]
    return list(perspective.filter[name])
