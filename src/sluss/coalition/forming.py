"""The steps of forming an association, in the order in which they are taken.

Source: the tax agency's page "Starta en ideell förening" and its form SKV 8400: an association is formed by at
least three, with statutes, founding minutes and a board, and is given an organisation number on application.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """`needs`: what has to be there for it, and what to keep."""

    key: str
    title: Any
    needs: Any


#: the step that can't be taken without the number itself
NUMBER = "number"

STEPS = (
    Step(
        "founders",
        _("At least three founders"),
        _("Persons or organisations that form it. Write down who."),
    ),
    Step(
        "statutes",
        _("The statutes are adopted"),
        _("Name, purpose, seat, how decisions are made, who signs."),
    ),
    Step(
        "board",
        _("The board is elected"),
        _("At the founding meeting. The board decides who signs for the association."),
    ),
    Step(
        "minutes",
        _("The founding minutes are signed by at least two"),
        _("That the association was formed, that the statutes were adopted, who sits on the board."),
    ),
    Step(
        "application",
        _("SKV 8400 is sent to the tax agency"),
        _("With copies of the founding minutes and the statutes, signed by who signs for the association."),
    ),
    Step(
        NUMBER,
        _("The organisation number has come"),
        _("Write it into the particulars below first: it is checked there."),
    ),
    Step(
        "bank",
        _("The bank account is opened"),
        _("The bank wants minutes, statutes, the number, and identity papers of who signs."),
    ),
    Step(
        "tax_agency",
        _("The tax agency knows who signs and where post goes"),
        _("Tell it about changes, too. As an employer the association registers separately."),
    ),
    Step(
        "funders",
        _("Funders are told and have registered us"),
        _("Many want number, statutes and signatories before they take an application."),
    ),
)

STEP_KEYS = frozenset(step.key for step in STEPS)
