"""Giving back: an organisation's own figures, this and earlier rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from sluss.contacts import rules
from sluss.contacts.codebook import book_of
from sluss.contacts.models import ANSWERED_STATES, Contact, Return
from sluss.contacts.selectors.counting import as_totals, counts
from sluss.trust.actor import Actor


@dataclass(frozen=True)
class RoundFigures:
    """One round's figures of one organisation. `share`: of all persons, in per cent; None: not shown."""

    return_: Return
    totals: rules.Totals
    share: int | None


@dataclass(frozen=True)
class Split:
    """Persons by the answers to one question: [(label, persons)], and how many were asked."""

    label: dict[str, str]
    rows: list[tuple[dict[str, str], int]]
    asked: int
    several: bool


@dataclass(frozen=True)
class OwnFigures:
    """`rounds`: this and earlier ones, newest first."""

    rounds: list[RoundFigures]
    splits: list[Split]

    @property
    def latest(self) -> RoundFigures:
        return self.rounds[0]


#: what the sheet shows: variable of the codebook, and level ("" for the answers themselves)
SHEET = (("sex", ""), ("age", "class"), ("forms", ""), ("police_report", ""), ("support_given", ""))

EARLIER = 4
"""Rounds on the sheet, at most."""


def own_figures(actor: Actor, return_: Return) -> OwnFigures:
    """The figures of a return and of the organisation's earlier ones that were sent in.

    They are the organisation's own persons: nothing is hidden from itself. What it learns of the others is
    its share alone, by `rules.share_of_total`.
    """
    mine = (
        Return.objects.editable_by(actor)
        .filter(organisation=return_.organisation_id, round__period_start__lte=return_.round.period_start)
        .filter(Q(state__in=ANSWERED_STATES) | Q(pk=return_.pk))
        .select_related("round", "organisation")
        .order_by("-round__period_start")[:EARLIER]
    )
    return OwnFigures([_round_figures(each) for each in mine], _splits(return_))


def _round_figures(return_: Return) -> RoundFigures:
    own = Contact.objects.filter(of_return=return_)
    totals = as_totals(own.aggregate(**counts(return_.round.codebook_version)))
    return RoundFigures(return_, totals, _share(return_, totals.persons))


def _share(return_: Return, own: int) -> int | None:
    others = (
        Return.objects.filter(round=return_.round_id, state__in=ANSWERED_STATES)
        .exclude(pk=return_.pk)
        .annotate(persons=Count("contacts", filter=Q(contacts__removed_at=None)))
        .order_by("submitted_at", "pk")
    )
    return rules.share_of_total(own, [other.persons for other in others])


def _splits(return_: Return) -> list[Split]:
    book = book_of(return_.round.codebook_version)
    persons = list(Contact.objects.filter(of_return=return_).values_list("role", "answers"))
    return [
        _split(book.variables[code], level, [a for role, a in persons if book.is_asked(code, a, role)])
        for code, level in SHEET
    ]


def _split(variable: Any, level: str, persons: Iterable[dict[str, Any]]) -> Split:
    counted: dict[str, int] = {}
    asked = 0
    for answers in persons:
        asked += 1
        answer = answers.get(variable.code) or "not_asked"
        codes = answer if isinstance(answer, list) else [answer]
        for code in {variable.codes.parent(code, level) if level else code for code in codes}:
            counted[code] = counted.get(code, 0) + 1
    order = [group.code for group in variable.codes.level(level).groups] if level else []
    order += [code.code for code in variable.codes if code.code not in order]
    rows = [(variable.codes.label(code), counted[code]) for code in order if code in counted]
    return Split(variable.label, rows, asked, variable.kind == "many")
