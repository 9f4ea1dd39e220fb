"""From a perspective to a table: the one place where codebook, frozen rows and veil meet.

A perspective names variables and codes of the codebook. Here they become `veil.Variable` and
`veil.TableSpec`, the rows of an edition are counted, and what a reader needs to read the table is written
down beside it.

A release's tables are filtered by when, in rounds and quarters: so a quarter, a year, and an April-to-March year
that overlaps two releases are cells of one system (see `versions`), and veil reckons with every subtraction
that a reader can make.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from sluss.statistics import questions, rules
from sluss.statistics.models import Calendar, Perspective
from sluss.statistics.questions import NOT_PUT, PERIOD, ROLE, BadPerspective, Cut
from sluss.statistics.snapshots import ORGANISATION, QUARTER
from sluss.statistics.versions import POPULATION
from sluss.trust.templatetags.look import in_language
from veil import Table, TableSpec, Variable, tabulate
from veil.codebook import Codebook

#: the code of all that a filter leaves out of a variable
OUTSIDE = "outside"
MOST_DIMENSIONS = 3
#: the tables engine in this process is one connection: two requests at once take turns
_ENGINE = Lock()


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

    @property
    def round(self) -> str:
        """ "2016": the round without its version."""
        return self.name.rpartition(".")[0]

    @property
    def when(self) -> tuple[str, ...]:
        """The codes of `PERIOD` that stand for the edition: rounds and quarters."""
        return tuple(f"{self.round}:{quarter}" for quarter in self.quarters)

    @property
    def year(self) -> int:
        return int(self.first[:4])


@dataclass(frozen=True)
class Counted:
    """A perspective counted: what it was, and its table with every number. Never shown: protect it first."""

    perspective: Perspective
    definition: dict[str, Any]
    table: Table


def check(perspective: Perspective, book: Codebook, on: dt.date = dt.date.max) -> None:
    """Refuse a definition that can't be counted, in words.

    Raises:
        BadPerspective: as said.
    """
    _Plan(perspective, book, on, {}).variables  # noqa: B018 - all is looked up on the way


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
        before: the edition of the year before; needed for an April-to-March year.
        guard_organisations: count along what each organisation has contributed (see `veil.Rule.dominance`).

    Returns:
        None for an April-to-March year whose first nine months aren't there.

    Raises:
        BadPerspective: it asks for what the codebook can't give.
    """
    plan = _Plan(perspective, edition.book, edition.on, chosen_levels or {})
    editions = [edition]
    if perspective.calendar == Calendar.APRIL:
        if before is None or before.book.version != edition.book.version:
            return None
        editions.insert(0, before)
    period = _period(perspective, editions)
    variables = [
        *plan.variables,
        *([Variable(ORGANISATION, contributor=True)] if guard_organisations else []),
    ]
    spec = plan.spec(_when(perspective, edition, period))
    with _ENGINE:
        [table] = tabulate(_rows(editions, variables), [*variables, period], [spec], POPULATION)
    return Counted(perspective, _definition(plan, editions, spec), table)


class _Plan:
    """A perspective worked out against a codebook: what it is cut by, at which level, who passes."""

    def __init__(
        self, perspective: Perspective, book: Codebook, on: dt.date, chosen_levels: Mapping[str, str]
    ) -> None:
        self.perspective, self.book, self.on, self.chosen_levels = perspective, book, on, chosen_levels

    @cached_property
    def cuts(self) -> list[Cut]:
        found = []
        for name in self.perspective.dimensions:
            own = questions.cut_of(self.book, name, self.perspective.levels.get(name, ""))
            chosen = self.chosen_levels.get(own.name, "")
            found.append(Cut(own.name, questions.coarsest(self.book, own.name, own.level, chosen)))
        if len(found) > MOST_DIMENSIONS:
            raise BadPerspective(_("A table can be cut by three questions at most."), field="dimensions")
        if len({cut.name for cut in found}) < len(found):
            raise BadPerspective(_("The same question is chosen twice."), field="dimensions")
        return found

    @cached_property
    def filter(self) -> questions.Filter:
        names = [cut.name for cut in self.cuts]
        return questions.reach(self.book, names, self.perspective.filter, self.on)

    @cached_property
    def variables(self) -> list[Variable]:
        """What the table is cut and filtered by; a group that a filter cuts through holds what passes."""
        cuts = {cut.name: cut for cut in self.cuts}
        return [self._variable(cuts.get(name, Cut(name))) for name in dict.fromkeys((*cuts, *self.filter))]

    def _variable(self, cut: Cut) -> Variable:
        shown = questions.shown_codes(self.book, cut, self.on)
        multiple = questions.is_multiple(self.book, cut.name)
        if cut.name not in self.filter:
            return Variable(cut.name, codes=tuple(shown), leaves=shown, multiple=multiple)
        passing = self._passing(cut.name)
        if multiple and self._is_dimension(cut.name):
            # of several answers, those asked for are the table: its total is whoever gave any of them
            shown = {code: members for code, members in shown.items() if passing.issuperset(members)}
        elif not multiple:
            rest = tuple(own for members in shown.values() for own in members if own not in passing)
            inside = {
                code: tuple(own for own in members if own in passing) for code, members in shown.items()
            }
            shown = {code: members for code, members in inside.items() if members}
            shown |= {OUTSIDE: rest} if rest else {}
        return Variable(cut.name, codes=tuple(shown), leaves=shown, multiple=multiple)

    def _is_dimension(self, name: str) -> bool:
        return any(cut.name == name for cut in self.cuts)

    def _passing(self, name: str) -> frozenset[str]:
        return questions.own_codes(self.book, name, self.filter[name], self.on)

    def spec(self, when: tuple[str, ...] | None) -> TableSpec:
        """The table's definition; `when` filters by period, None cuts by it."""
        filters = {
            variable.name: self._filter_codes(variable)
            for variable in self.variables
            if variable.name in self.filter and not (variable.multiple and self._is_dimension(variable.name))
        }
        dimensions = tuple(cut.name for cut in self.cuts)
        if when is None:
            return TableSpec(self.perspective.slug, (*dimensions, PERIOD), filters)
        return TableSpec(self.perspective.slug, dimensions, {**filters, PERIOD: when})

    def _filter_codes(self, variable: Variable) -> tuple[str, ...]:
        """The filter in the variable's own codes."""
        passing = self._passing(variable.name)
        whole = [c for c in variable.codes if c != OUTSIDE and passing.issuperset(variable.leaves[c])]
        if {own for code in whole for own in variable.leaves[code]} != passing & variable.leaves_of("Total"):
            raise BadPerspective(
                _("The answers chosen for %s are finer than the table shows. Show the question finer.")
                % in_language(questions.heading(self.book, Cut(variable.name))),
                field="filter",
            )
        return tuple(whole)


# --- when -------------------------------------------------------------------------------------------------


def _period(perspective: Perspective, editions: list[Edition]) -> Variable:
    """When: codes are the quarters of rounds; which version of a round is counted, `versions` knows."""
    names = tuple(name for edition in editions for name in edition.when)
    if perspective.calendar == Calendar.QUARTER:
        shown = {_quarter(name): (name,) for name in names}
        return Variable(PERIOD, codes=tuple(shown), leaves=shown)
    return Variable(PERIOD, codes=names)


def _when(perspective: Perspective, edition: Edition, period: Variable) -> tuple[str, ...] | None:
    if perspective.calendar == Calendar.QUARTER:
        return None
    if perspective.calendar == Calendar.YEAR:
        return period.codes
    wanted = rules.april_year(edition.year)
    return tuple(code for code in period.codes if _quarter(code) in wanted)


def _quarter(code: str) -> str:
    return code.rpartition(":")[2]


def _rows(editions: Iterable[Edition], variables: Collection[Variable]) -> pa.Table:
    """The editions' rows under one another, with the columns that the table needs and nothing empty."""
    parts = []
    for edition in editions:
        columns = {variable.name: _column(edition.rows, variable) for variable in variables}
        when = [f"{edition.round}:{quarter}" for quarter in edition.rows[QUARTER].to_pylist()]
        parts.append(pa.table({**columns, PERIOD: pa.array(when, pa.string())}))
    return pa.concat_tables(parts)


def _column(rows: pa.Table, variable: Variable) -> pa.Array:
    given = rows[variable.name].to_pylist()
    if not variable.multiple:
        return pa.array([NOT_PUT if answer is None else answer for answer in given], pa.string())
    options = variable.leaves_of("Total")
    return pa.array([[own for own in answer if own in options] for answer in given], pa.list_(pa.string()))


# --- what is kept beside the table ------------------------------------------------------------------------


def _definition(plan: _Plan, editions: list[Edition], spec: TableSpec) -> dict[str, Any]:
    """What is kept beside a protected table, so that it can be read without perspective or codebook:

    title, note: {"sv", "en"}. dimensions: the table's variables in order. filter: {variable: [codes]}, with
    what the questions themselves imply. levels: {variable: level shown}. calendar, audience.
    unit: a `rules.Measure`, what the numbers count.
    multiple: the dimensions of which a person may have several codes (their Total is who answered).
    period: {"from", "to"}, first and last month, both in. editions: the versions of rounds that are counted.
    labels: {variable: {"label": text, "codes": [[code, text], ...]}} in the order shown, for dimensions and
    filters; a text is {"sv", "en"}. Codes that nobody has are among them.
    """
    perspective, book, edition = plan.perspective, plan.book, editions[-1]
    first, last = edition.first, edition.last
    if perspective.calendar == Calendar.APRIL:
        first, last = f"{edition.year - 1}-04", f"{edition.year}-03"
    return {
        "title": perspective.title,
        "note": perspective.note,
        "dimensions": list(spec.dimensions),
        "filter": plan.filter,
        "levels": {cut.name: cut.level for cut in plan.cuts if cut.level},
        "calendar": str(perspective.calendar),
        "audience": str(perspective.audience),
        "unit": str(rules.measure_of(questions.own_codes(book, ROLE, plan.filter.get(ROLE, ()), edition.on))),
        "multiple": [cut.name for cut in plan.cuts if questions.is_multiple(book, cut.name)],
        "period": {"from": first, "to": last},
        "editions": [counted.name for counted in editions],
        "labels": _labels(plan, edition, spec),
    }


def _labels(plan: _Plan, edition: Edition, spec: TableSpec) -> dict[str, Any]:
    cuts = {cut.name: cut for cut in plan.cuts}
    codes = {variable.name: variable.codes for variable in plan.variables if variable.name in cuts}
    labels = {
        name: {
            "label": dict(questions.heading(plan.book, cuts.get(name, Cut(name)))),
            "codes": [
                [code, dict(questions.label(plan.book, name, code))]
                for code in codes.get(name, plan.filter.get(name, ()))
                if code != OUTSIDE
            ],
        }
        for name in dict.fromkeys((*cuts, *plan.filter))
    }
    if PERIOD in spec.dimensions:
        quarters = [[quarter, dict(questions.quarter_label(quarter))] for quarter in edition.quarters]
        labels[PERIOD] = {"label": dict(questions.heading(plan.book, Cut(PERIOD))), "codes": quarters}
    return labels
