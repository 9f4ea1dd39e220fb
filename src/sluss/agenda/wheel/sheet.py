"""The wheel and its list on one sheet of paper, A4 lying (PDF/UA, by Typst)."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from sluss.agenda.wheel.drawing import labelled
from sluss.agenda.wheel.things import Thing
from sluss.trust import clock
from sluss.trust.documents import set_pdf
from sluss.trust.templatetags.look import day

TEMPLATE = Path(__file__).parent / "wheel.typ"


def as_pdf(things: Sequence[Thing], year: int, *, language: str) -> bytes:
    """The sheet in the language that is spoken now."""
    words = {
        "language": language,
        "title": _("The year %(year)s") % {"year": year},
        "wheel": labelled(things, year, colours=True),
        "told": _("The year %(year)s as a wheel. The list beside it tells the same.") % {"year": year},
        "months": [
            {"name": str(MONTHS[month]).capitalize(), "rows": rows}
            for month in range(1, 13)
            if (rows := [_row(thing) for thing in things if thing.due.month == month])
        ],
        "foot": _("Taken from Sluss on %(day)s") % {"day": day(clock.today())},
    }
    return set_pdf(TEMPLATE, words)


def _row(thing: Thing) -> list[str]:
    title = _("%(title)s (not decided)") % {"title": thing.title} if thing.tentative else thing.title
    return [str(thing.number), thing.short, title]
