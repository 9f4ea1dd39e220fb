"""What a table can be cut by: the codebook's questions with their coarser levels, and the group case.

A derived variable that is nothing but another at a coarser level ("child or adult" of age) is that other
variable here, so that veil sees one variable where a reader could put two tables of it side by side. For the
same reason citizenship is cut by one citizenship a person only, and a question that isn't put to everybody
brings along the roles and answers to which it is put: who isn't asked follows from those, and must not be a
code of its own.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sluss.statistics import rules
from sluss.statistics.snapshots import GROUP_CASE, NO, YES
from sluss.trust.refusals import Refused
from sluss.trust.templatetags.look import in_language
from veil.codebook import Codebook, CodeList, Variable
from veil.codebook.lists import MISSING, Level

Text = Mapping[str, str]
Filter = dict[str, list[str]]

ROLE = "role"
#: the variable that says in which edition and quarter a person is counted
PERIOD = "period"
#: the question was not put to this person, for a reason that no other answer tells
NOT_PUT = "not_put"

_OWN: Mapping[str, Text] = {
    GROUP_CASE: {"sv": "Gruppärende", "en": "Group case"},
    PERIOD: {"sv": "Första kontakt", "en": "First contact"},
}
_OWN_CODES: Mapping[str, Text] = {
    YES: {"sv": "I ett gruppärende", "en": "In a group case"},
    NO: {"sv": "Utanför gruppärenden", "en": "Outside group cases"},
}


class BadPerspective(Refused):
    """The definition asks for something the codebook can't give."""


@dataclass(frozen=True)
class Cut:
    """A question at a level; "" is the finest."""

    name: str
    level: str = ""


def offered(book: Codebook) -> list[Variable]:
    """The variables that tables may be cut by, in the codebook's order."""
    every = (*book.variables.values(), *book.derived.values())
    return [variable for variable in every if _refusal(book, variable) is None and not _is_level(variable)]


def _is_level(variable: Variable) -> bool:
    """Whether it is another variable at a coarser level, and nothing else.

    One that takes the first of several answers at a level counts as that level of the question too: its
    groups exclude each other ("some authority" and "none").
    """
    return variable.derivation is not None and bool(variable.derivation.level)


def _refusal(book: Codebook, variable: Variable) -> str | None:
    label = in_language(variable.label)
    if variable.kind not in {"one", "many"} or variable.codes is None:
        return _("%s has no fixed answers to count by.") % label
    for derived in book.derived.values():
        if not derived.derivation or _is_level(derived):
            continue
        if derived.derivation.first_by and derived.derived_from == variable.code:
            return _("Count by %(one)s instead of %(many)s, so that each person is in one place.") % {
                "one": in_language(derived.label),
                "many": label,
            }
    return None


def cut_of(book: Codebook, name: str, level: str = "") -> Cut:
    """The variable itself and the level, where `name` may be a derived variable.

    Raises:
        BadPerspective: there is no such variable, or tables can't be cut by it.
    """
    if name == GROUP_CASE:
        return Cut(name)
    try:
        variable = book.variable(name)
    except KeyError:
        raise BadPerspective(_("The codebook has no question called %s.") % name) from None
    if variable.derivation is not None and _is_level(variable):
        source = cut_of(book, variable.derivation.source)
        return Cut(source.name, coarsest(book, source.name, source.level, variable.derivation.level, level))
    if refusal := _refusal(book, variable):
        raise BadPerspective(refusal)
    return Cut(name, coarsest(book, name, level))


def levels(book: Codebook, name: str) -> tuple[str, ...]:
    """Coarser levels of a variable, fine to coarse."""
    return () if name == GROUP_CASE else tuple(level.code for level in _list(book, name).levels)


def coarsest(book: Codebook, name: str, *chosen: str) -> str:
    """The coarsest of the chosen levels; one that the variable doesn't have counts for nothing."""
    order = ("", *levels(book, name))
    return max((level for level in chosen if level in order), key=order.index, default="")


def _list(book: Codebook, name: str) -> CodeList:
    listed = book.variable(name).codes
    assert listed is not None  # noqa: S101 - `cut_of` refuses a variable without codes
    return listed


def is_multiple(book: Codebook, name: str) -> bool:
    """Whether a person may have several of the answers."""
    return name != GROUP_CASE and book.variable(name).kind == "many"


def shown_codes(book: Codebook, cut: Cut, on: dt.date) -> dict[str, tuple[str, ...]]:
    """Codes at the level, in the order they are shown -> the row's own codes that each stands for.

    Of several answers, those that say nothing (unknown, not asked, declined) are no option: who gave only
    such an answer hasn't answered.
    """
    if cut.name == GROUP_CASE:
        return {YES: (YES,), NO: (NO,)}
    listed, multiple = _list(book, cut.name), is_multiple(book, cut.name)
    found: dict[str, list[str]] = {}
    for code in listed.codes:
        if not (multiple and code.code in MISSING):
            group = listed.parent(code.code, cut.level, on) if cut.level else code.code
            found.setdefault(group, []).append(code.code)
    order = _ordered(list(found), listed.level(cut.level)) if cut.level else list(found)
    codes = {code: tuple(found[code]) for code in order}
    return codes if multiple else {**codes, NOT_PUT: (NOT_PUT,)}


def _ordered(found: list[str], level: Level) -> list[str]:
    """Groups in the level's order; a code that stands for itself before the groups that begin after it.

    `found`: in the order of the list, each group at its first code.
    """
    groups = {group.code for group in level.groups}
    alone = [code for code in found if code not in groups]
    order: list[str] = []
    for group in sorted(groups.intersection(found), key=level.rank):
        while alone and found.index(alone[0]) < found.index(group):
            order.append(alone.pop(0))
        order.append(group)
    return [*order, *alone]


def own_codes(book: Codebook, name: str, codes: Collection[str], on: dt.date) -> frozenset[str]:
    """The rows' own codes that the codes, each of any level, stand for."""
    found: set[str] = set()
    for level in ("", *levels(book, name)):
        shown = shown_codes(book, Cut(name, level), on)
        found.update(own for code in codes for own in shown.get(code, ()))
    return frozenset(found)


def heading(book: Codebook, cut: Cut) -> Text:
    """What a question is called at a level: the derived variable's name where there is one."""
    if cut.name in _OWN:
        return _OWN[cut.name]
    for derived in book.derived.values():
        how = derived.derivation
        if cut.level and how and _is_level(derived) and (how.source, how.level) == (cut.name, cut.level):
            return derived.label
    return book.variable(cut.name).label


def label(book: Codebook, name: str, code: str) -> Text:
    """What a code of any level is called."""
    if code == NOT_PUT:
        return {"sv": "Frågan ställdes inte", "en": "The question wasn't put"}
    return _OWN_CODES[code] if name == GROUP_CASE else book.variable(name).answer_label(code)


def level_label(book: Codebook, name: str, level: str) -> Text:
    """What a coarser level of a question is called."""
    return _list(book, name).level(level).label


def quarter_label(quarter: str) -> Text:
    """ "2016-Q1" in words, and the two that are no quarter."""
    if quarter == rules.BEFORE_PERIOD:
        return {"sv": "Mötte oss redan tidigare", "en": "First met earlier"}
    if quarter == rules.NOT_KNOWN:
        return {"sv": "Månaden är inte känd", "en": "Month not known"}
    year, number = quarter.split("-Q")
    return {"sv": f"Kvartal {number} {year}", "en": f"Quarter {number}, {year}"}


# --- whom a table can be about ----------------------------------------------------------------------------


def reach(book: Codebook, names: Iterable[str], chosen: Mapping[str, Collection[str]], on: dt.date) -> Filter:
    """The filter that counts: what was chosen, and to whom the questions are put at all.

    Raises:
        BadPerspective: an answer that the codebook doesn't have, or nobody is asked all of it.
    """
    found: dict[str, list[str]] = {}
    for name, codes in chosen.items():
        root = cut_of(book, name).name
        _refuse_unknown(book, root, codes, on)
        _narrow(book, found, root, codes, on)
    for name in (*names, *list(found)):
        _follow(book, found, name, on)
    return found


def _follow(book: Codebook, found: Filter, name: str, on: dt.date) -> None:
    """Add the roles that are asked the question, and the answers that lead to it."""
    if name == GROUP_CASE:
        return
    variable = book.variable(name)
    while variable.derivation is not None:
        variable = book.variable(variable.derivation.source)
    if variable.asked_of < set(book.roles):
        _narrow(book, found, ROLE, [code for code in book.roles if code in variable.asked_of], on)
    condition = variable.ask_when
    if condition is not None and condition.any_of:
        _narrow(book, found, condition.variable, condition.any_of, on)
        _follow(book, found, condition.variable, on)


def _narrow(book: Codebook, found: Filter, name: str, codes: Collection[str], on: dt.date) -> None:
    """Let only these codes through; what was chosen already stays in its own words where it is narrower."""
    if name not in found:
        found[name] = list(codes)
        return
    before, now = own_codes(book, name, found[name], on), own_codes(book, name, codes, on)
    if before <= now:
        return
    found[name] = [own for own in shown_codes(book, Cut(name), on) if own in before & now]
    if not found[name]:
        raise BadPerspective(_("Nobody is asked all of these questions."), field="dimensions")


def _refuse_unknown(book: Codebook, name: str, codes: Collection[str], on: dt.date) -> None:
    known = {code for level in ("", *levels(book, name)) for code in shown_codes(book, Cut(name, level), on)}
    if unknown := [code for code in codes if code not in known]:
        raise BadPerspective(
            _("%(question)s has no answer %(answer)s.")
            % {"question": in_language(heading(book, Cut(name))), "answer": ", ".join(unknown)},
            field="filter",
        )
