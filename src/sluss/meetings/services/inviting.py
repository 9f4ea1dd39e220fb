"""Inviting: audiences and bare addresses, reminding, withdrawing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import getaddresses

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import Precision
from sluss.coalition.models import Audience
from sluss.coalition.selectors import Addressee, people_for
from sluss.meetings.letters import write
from sluss.meetings.models import BEFORE, MEETING_STATES, Answer, Invitation, Meeting
from sluss.meetings.selectors.invitations import returned_letters
from sluss.meetings.services.rights import check_runs
from sluss.meetings.services.waiting_list import fill_places
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import Refused, WrongState
from sluss.trust.trail import leave


class NobodyToInvite(Refused):
    default = _("Choose whom to invite, or write at least one address.")


class NotAddresses(Refused):
    """Some of what was written can't be an e-mail address; says which."""

    def __init__(self, wrong: Sequence[str]) -> None:
        said = _("These can't be e-mail addresses: %(wrong)s. Mend them; nobody has been invited yet.")
        super().__init__(said % {"wrong": ", ".join(wrong)}, field="addresses")


@dataclass(frozen=True)
class Invited:
    """Who was invited now, and how many were already."""

    new: list[Invitation]
    already: int


def read_addresses(text: str) -> list[tuple[str, str]]:
    """(name, address) of each address in a text: one a line, or parted by commas or semicolons.

    "Anna Berg <anna@example.org>" names the person.

    Raises:
        NotAddresses: names each that can't be one.
    """
    pieces = [piece.strip() for piece in text.replace(";", "\n").replace(",", "\n").splitlines()]
    found: dict[str, str] = {}
    wrong: list[str] = []
    for piece in filter(None, pieces):
        name, address = getaddresses([piece])[0]
        if not _is_address(address):
            wrong.append(piece)
        else:
            found.setdefault(address.lower(), name.strip())
    if wrong:
        raise NotAddresses(wrong)
    return [(name, address) for address, name in found.items()]


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


@transaction.atomic
def invite_people(
    actor: Actor,
    meeting: Meeting,
    *,
    audiences: Iterable[Audience] = (),
    addresses: str = "",
    language: str = "sv",
) -> Invited:
    """Invite who belongs to audiences, and bare addresses; each address once. Who was withdrawn is invited anew.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        NotAddresses: some of the addresses can't be one; nobody is invited.
        NobodyToInvite: nobody is left to invite.
        WrongState: the meeting isn't planned, or has been.
    """
    check_runs(actor, meeting)
    standing = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    if not MEETING_STATES.allows(standing.state, "invite to meeting") or not standing.takes_answers:
        raise WrongState
    wanted = _everybody(standing, audiences, read_addresses(addresses))
    if not wanted:
        raise NobodyToInvite(field="audiences")
    invited = _invite(standing, wanted, language)
    MEETING_STATES.move(actor, standing, "invite to meeting")
    standing.save(update_fields=["state"])
    return invited


def _everybody(
    meeting: Meeting, audiences: Iterable[Audience], bare: Iterable[tuple[str, str]]
) -> dict[str, Addressee]:
    """Who is meant, by address."""
    wanted = {one.email.lower(): one for audience in audiences for one in people_for(audience, meeting.group)}
    accounts = {
        person.email.lower(): person
        for person in Person.objects.filter(email__in=[address for _name, address in bare], is_active=True)
    }
    for name, address in bare:
        person = accounts.get(address)
        known = Addressee(person.name, address, person.pk) if person else Addressee(name, address)
        wanted.setdefault(address, known)
    return wanted


def _invite(meeting: Meeting, wanted: dict[str, Addressee], language: str) -> Invited:
    standing = {one.email.lower(): one for one in meeting.invitations.filter(email__in=list(wanted))}
    now = clock.now()
    new = []
    for address, one in wanted.items():
        invitation = standing.get(address)
        if invitation is not None and invitation.withdrawn_at is None:
            continue
        invitation = invitation or Invitation(meeting=meeting, email=address, language=language)
        invitation.name, invitation.person_id = one.name, one.person_id
        invitation.organisation_id, invitation.withdrawn_at, invitation.made_at = (
            one.organisation_id,
            None,
            now,
        )
        invitation.save()
        write(invitation, f"invite-{now:%Y%m%d%H%M%S}")
        new.append(invitation)
    return Invited(new, len(wanted) - len(new))


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back; the meeting leaves the person's calendar and a place goes to the next.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: it is withdrawn already, or the meeting has been.
    """
    check_runs(actor, invitation.meeting)
    meeting = Meeting.objects.select_for_update().get(pk=invitation.meeting_id)
    standing = Invitation.objects.select_related("person").get(pk=invitation.pk)
    standing.meeting = meeting
    if standing.withdrawn_at is not None or not meeting.takes_answers:
        raise WrongState
    standing.withdrawn_at = clock.now()
    standing.answer, standing.answered_at, standing.needs = Answer.NONE, None, ""
    standing.waiting_since = standing.offered_at = None
    standing.save()
    leave(actor, "withdraw invitation", standing)
    write(standing, f"withdraw-{standing.withdrawn_at:%Y%m%d%H%M%S}")
    fill_places(actor, meeting)
    return standing


@transaction.atomic
def remind_unanswered(actor: Actor, meeting: Meeting) -> int:
    """Remind who hasn't answered, once a day at most. Addresses that letters come back from are left alone.

    Returns how many reminders are on their way.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: there is nothing to answer any more.
    """
    check_runs(actor, meeting)
    if not meeting.takes_answers:
        raise WrongState
    silent = meeting.invitations.valid().filter(answer=Answer.NONE).exclude(email="").select_related("person")
    bounced = set(returned_letters(actor, [meeting]).values_list("thing_id", flat=True))
    sent = sum(write(one, f"remind-{clock.today()}") for one in silent if one.pk not in bounced)
    leave(actor, "remind invited", meeting, detail={"how many": sent})
    return sent


def remind_coming(actor: Actor) -> int:
    """The day before, tell who comes when and where once more. A morning job; each is told once for each date.

    Returns how many letters are on their way.
    """
    tomorrow = clock.today() + dt.timedelta(days=1)
    near = Meeting.objects.filter(state__in=BEFORE, precision=Precision.DAY, date=tomorrow)
    coming = Invitation.objects.valid().filter(meeting__in=near, answer=Answer.YES, waiting_since=None)
    return sum(write(one, f"soon-{tomorrow}") for one in coming)
