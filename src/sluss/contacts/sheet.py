"""An organisation's own figures on one page, for its own annual report (PDF/UA, by Typst)."""

from pathlib import Path
from typing import Any

from django.http import Http404
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sluss.contacts.selectors import OwnFigures
from sluss.trust import clock
from sluss.trust.documents import set_pdf
from sluss.trust.templatetags.look import day

TEMPLATE = Path(__file__).parent / "typst" / "figures.typ"
LANGUAGES = ("sv", "en")


def as_pdf(figures: OwnFigures, language: str) -> bytes:
    """One page A4, tagged, in Swedish or English.

    Raises:
        Http404: another language.
    """
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        words = _words(figures, language)
    return set_pdf(TEMPLATE, words)


def _words(figures: OwnFigures, language: str) -> dict[str, Any]:
    latest = figures.latest
    round_, organisation = latest.return_.round, latest.return_.organisation
    finding = _("%(organisation)s met %(n)s persons in %(round)s") % {
        "organisation": organisation.name,
        "n": number_format(latest.totals.persons),
        "round": round_.name,
    }
    return {
        "language": language,
        "title": finding,
        "lead": _lead(figures),
        "years": {
            "caption": _("Persons met, by round"),
            "head": [_("Round"), _("Persons"), _("Directly exploited"), _("Children"), _("Our share")],
            "rows": [_row(each) for each in figures.rounds],
        },
        "splits": [_split(split, language) for split in figures.splits if split.asked],
        "note": _(
            "The figures are the organisation's own, as reported to the coalition. One person may have "
            "been met by several organisations. Our share is of all persons reported by the members so far, "
            "rounded to five per cent, and is shown only where at least five others have reported."
        ),
        "foot": _("Taken from Sluss on %(day)s") % {"day": day(clock.today())},
    }


def _lead(figures: OwnFigures) -> str:
    totals = figures.latest.totals
    return _("%(exploited)s of them were directly exploited, %(children)s were children.") % {
        "exploited": number_format(totals.exploited),
        "children": number_format(totals.children),
    }


def _row(each: Any) -> list[str]:
    share = "–" if each.share is None else _("about %(n)s %%") % {"n": each.share}
    totals = each.totals
    return [
        each.return_.round.name,
        *(number_format(n) for n in (totals.persons, totals.exploited, totals.children)),
        share,
    ]


def _split(split: Any, language: str) -> dict[str, Any]:
    several = _("Several answers may be given; of %(n)s persons asked about.") if split.several else ""
    return {
        "caption": split.label[language],
        "rows": [[label[language], number_format(count), count] for label, count in split.rows],
        "most": max((count for _label, count in split.rows), default=1),
        "note": several % {"n": number_format(split.asked)} if several else "",
    }
