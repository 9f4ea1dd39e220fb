"""The sentences that stand around a figure, in the active language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from sluss.statistics.faces.figure import Figure
from sluss.statistics.faces.periods import period_text
from sluss.statistics.rules import Measure

_UNITS: Mapping[Measure, Promise] = {
    Measure.PERSONS: gettext_lazy("persons"),
    Measure.POTENTIAL_VICTIMS: gettext_lazy("potential victims"),
    Measure.ACCOMPANYING_CHILDREN: gettext_lazy("accompanying children"),
    Measure.SIBLINGS: gettext_lazy("siblings"),
    Measure.PARTNERS_OR_RELATIVES: gettext_lazy("partners and relatives"),
    Measure.CHILDREN_ELSEWHERE: gettext_lazy("children elsewhere"),
}


def unit(measure: Measure) -> str:
    """What is counted, in the plural: "potential victims"."""
    return str(_UNITS[measure])


def number(language: str) -> str:
    """The heading over a column of numbers."""
    with override(language):
        return pgettext("column of figures", "Number")


def percent(share: int) -> str:
    return pgettext("share", "%s%%") % share


def all_persons() -> str:
    return _("All")


def all_who_answered() -> str:
    return _("All who answered")


def lead(
    measure: Measure, period: str, reporting: int, expected: int, selection: tuple[str, ...] = ()
) -> str:
    """Who is counted: "Persons whom 18 of 20 organisations met in 2016.", and the selection if any."""
    met = _("Persons whom %(reporting)s of %(expected)s organisations met in %(period)s.")
    told = _(
        "Children whom %(reporting)s of %(expected)s organisations were told of in %(period)s, but didn’t meet."
    )
    said = (told if measure == Measure.CHILDREN_ELSEWHERE else met) % {
        "reporting": reporting,
        "expected": expected,
        "period": period,
    }
    chosen = _("Only: %s.") % "; ".join(selection) if selection else ""
    return f"{said} {chosen}".strip()


def n_of_n(reporting: int, expected: int) -> str:
    return _("%(reporting)s of %(expected)s organisations") % {"reporting": reporting, "expected": expected}


def why_hidden(threshold: int) -> str:
    return _(
        "“..” means that the number isn't shown: it is below %(threshold)s, or it would let somebody "
        "work out a number that is. So nobody can be recognised."
    ) % {"threshold": threshold}


def what_none_means() -> str:
    return _("“–” means none.")


def rounded(base: int) -> str:
    return _("Numbers are rounded to a multiple of %s, so sums may differ.") % base


def several_answers(question: str) -> str:
    return (
        _("%s: a person may have several answers, so together they may add up to more than 100 per cent.")
        % question
    )


def denominator(answering: str) -> str:
    return _("Shares are of the %s who answered.") % answering


def left_out(question: str) -> str:
    return _("%s: answers that nobody gave are left out.") % question


def counting_rule(measure: Measure) -> str:
    """How persons are counted. Sources: the coalition's own counting since 2013, said out loud."""
    if measure == Measure.CHILDREN_ELSEWHERE:
        return _(
            "Each child is counted once by each organisation that was told of it in the period. A child whom "
            "two organisations were told of may be counted twice."
        )
    once = _(
        "Each person is counted once by each organisation that met them in the period. Somebody whom two "
        "organisations met may be counted twice."
    )
    if measure == Measure.PERSONS:
        apart = _("Children elsewhere, whom nobody met, are not among the persons.")
        return f"{once} {apart}"
    if measure == Measure.POTENTIAL_VICTIMS:
        judged = _(
            "A potential victim is somebody the organisation judges to be exposed; no authority has to have "
            "said so."
        )
        return f"{once} {judged}"
    return once


def finding_of_year(period: str, figures: Mapping[Measure, Figure]) -> str:
    """What a release says in all: "177 persons in 2016, 140 of them potential victims".

    "" where nothing is shown.
    """
    persons, victims = figures.get(Measure.PERSONS), figures.get(Measure.POTENTIAL_VICTIMS)
    known = {"period": period, "persons": persons and persons.text, "victims": victims and victims.text}
    if persons and persons.count and victims and victims.count:
        return _("%(persons)s persons in %(period)s, %(victims)s of them potential victims") % known
    if victims and victims.count:
        return _("%(victims)s potential victims in %(period)s") % known
    return _("%(persons)s persons in %(period)s") % known if persons and persons.count else ""


def report_title(first: str, last: str, language: str) -> str:
    """The report's title; months are "2016-01", both in."""
    with override(language):
        return _("Civil society's contacts with people exposed to human trafficking, %s") % period_text(
            first, last, language
        )


def publisher() -> str:
    """Who publishes."""
    return _("Civil Sweden, the platform against human trafficking")
