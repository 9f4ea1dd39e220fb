"""How far the forming of the organisation is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluss.coalition.forming import NUMBER, STEPS, Step
from sluss.coalition.models import (
    FormingStep,
    GroupKind,
    GroupState,
    Organisation,
    OrganisationKind,
    Particulars,
    Seat,
)
from sluss.coalition.selectors.statutes import in_force_on
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.templatetags.look import day as said


@dataclass(frozen=True)
class StepTaken:
    """A step, when it was taken and by whom it was noted, and what Sluss itself knows about it."""

    step: Step
    taken: FormingStep | None
    known: str = ""


def steps(actor: Actor) -> list[StepTaken]:
    """Every step in its order; none to whom the forming isn't shown."""
    taken = {one.key: one for one in FormingStep.objects.visible_to(actor).select_related("done_by")}
    known = _known()
    return [StepTaken(step, taken.get(step.key), known.get(step.key, "")) for step in STEPS]


def _known() -> dict[str, str]:
    today = clock.today()
    found = {}
    statutes = in_force_on(today)
    if statutes is not None:
        found["statutes"] = _("In Sluss: in force since %(day)s.") % {"day": said(statutes.valid_from)}
    board = Seat.objects.on(today).filter(group__kind=GroupKind.BOARD, group__state=GroupState.ACTIVE).count()
    if board:
        found["board"] = ngettext(
            "In Sluss: one sits on the board.", "In Sluss: %(n)s sit on the board.", board
        ) % {"n": board}
    number = Particulars.objects.values_list("number", flat=True).first()
    if number:
        found[NUMBER] = _("In Sluss: %(number)s.") % {"number": number}
    funders = Organisation.objects.filter(kind=OrganisationKind.FUNDER, active=True).count()
    if funders:
        found["funders"] = ngettext(
            "In Sluss: one funder is kept.", "In Sluss: %(n)s funders are kept.", funders
        ) % {"n": funders}
    return found


def own_particulars() -> Particulars | None:
    """The association's own name, number and address; they stand on what it sends."""
    return Particulars.objects.first()
