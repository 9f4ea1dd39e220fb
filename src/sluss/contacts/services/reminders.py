"""Reminders on the ladder, computed when they are sent, each a letter that leaves once.

Where the machine stops in between the letter is shown to the coordinator as uncertain, and never sent twice.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Affiliation
from sluss.contacts import rules
from sluss.contacts.models import REMINDER, Return, Round
from sluss.contacts.services.opening import own_return
from sluss.contacts.services.rounds import only_coordinator
from sluss.people.models import Person
from sluss.trust import clock, letters
from sluss.trust.actor import Actor, Role
from sluss.trust.models import Letter
from sluss.trust.refusals import Refused
from sluss.trust.trail import leave

BY_HAND = (rules.Receiver.FIRST_CONTACT, rules.Receiver.SECOND_CONTACT)


class BadSnooze(Refused):
    """The organisation can't be left alone to this day."""


@transaction.atomic
def send_due_reminders(actor: Actor) -> list[Letter]:
    """Send what is due today, to those who haven't answered. Running it again sends nothing twice.

    Raises:
        NotAllowed: neither the coordinator nor the clockwork.
    """
    only_coordinator(actor)
    today = clock.today()
    sent = []
    for round_ in Round.objects.filter(opens__lte=today, locks__gte=today):
        for return_ in round_.returns.unanswered().select_related("organisation", "round"):
            rung = rules.rung_on(
                today,
                opens=round_.opens,
                due=round_.due,
                locks=round_.locks,
                snoozed_until=return_.snoozed_until,
            )
            if rung is not None:
                sent += remind(return_, rung.step, rung.receivers)
    return sent


@transaction.atomic
def remind_by_hand(actor: Actor, returns: Iterable[Return]) -> list[Letter]:
    """Remind the reporting contacts of these returns now, once a day at most; answered ones are passed over.

    Raises:
        NotAllowed: not the coordinator.
    """
    only_coordinator(actor)
    step = f"by hand {clock.today():%Y-%m-%d}"
    owed = Return.objects.unanswered().filter(pk__in=[r.pk for r in returns])
    sent = []
    for return_ in owed.select_related("organisation", "round"):
        for letter in remind(return_, step, BY_HAND):
            leave(actor, "remind", return_)
            sent.append(letter)
    return sent


@transaction.atomic
def snooze(actor: Actor, return_: Return, until: dt.date) -> Return:
    """Leave the organisation alone to a day; it is reminded then. Once for each return.

    Raises:
        NotAllowed: another organisation's.
        BadSnooze: done before, or a day that isn't ahead or lies after the round's last.
    """
    return_ = own_return(actor, return_)
    if return_.snoozed_until is not None:
        raise BadSnooze(_("Reminders have been put off once already."))
    if not clock.today() < until <= return_.round.locks:
        raise BadSnooze(_("Choose a day after today, at the latest the day the round closes."), field="until")
    return_.snoozed_until = until
    return_.save(update_fields=["snoozed_until"])
    leave(actor, "snooze", return_, detail={"until": until.isoformat()})
    return return_


def remind(return_: Return, step: str, wanted: Iterable[rules.Receiver]) -> list[Letter]:
    """Ask for a letter of one step to each receiver who hasn't got it."""
    asked = [
        letters.send(REMINDER, return_.pk, step=step, address=person.email, receiver_id=person.pk)
        for person in receivers(return_, set(wanted))
    ]
    return [letter for letter, new in asked if new]


def receivers(return_: Return, wanted: set[rules.Receiver]) -> list[Person]:
    """The people of the organisation who are meant, today.

    Where it has named no reporting contact, all its reporters stand in for the first; where it has no
    reporter either, its leads do. Without anybody the list is empty, and the board says so.
    """
    affiliations = list(
        Affiliation.objects.on(clock.today())
        .filter(organisation_id=return_.organisation_id, person__is_active=True)
        .select_related("person")
        .order_by("reporting_contact", "pk")
    )
    leads = [a for a in affiliations if a.role == Role.LEAD]
    firsts = (
        [a for a in affiliations if a.reporting_contact == 1]
        or [a for a in affiliations if a.role == Role.REPORTER]
        or leads
    )
    meant = list(firsts) if rules.Receiver.FIRST_CONTACT in wanted else []
    if rules.Receiver.SECOND_CONTACT in wanted:
        meant += [a for a in affiliations if a.reporting_contact == 2]
    if rules.Receiver.LEAD in wanted:
        meant += leads
    return list({a.person_id: a.person for a in meant}.values())


def compose(letter: Letter) -> EmailMessage | None:
    """A reminder holds how many have answered and a link; nothing of what was answered. None once it is answered."""
    return_ = Return.objects.unanswered().filter(pk=letter.thing_id).select_related("round").first()
    person = letter.receiver
    if return_ is None or person is None:
        return None
    round_ = return_.round
    words = {
        "round": round_,
        "organisation": return_.organisation,
        "person": person,
        "answered": round_.returns.answered().count(),
        "expected": round_.returns.count(),
        "overdue": clock.today() > round_.due,
        "link": settings.ADDRESS + reverse("contacts:return", args=[return_.pk]),
    }
    with translation.override(person.language):
        subject = gettext("Statistics for %(round)s: %(answered)s of %(expected)s have answered") % words
        text = render_to_string("contacts/mail/reminder.txt", words).strip() + "\n"
    return EmailMessage(subject, text)
