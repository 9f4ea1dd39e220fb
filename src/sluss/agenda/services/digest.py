"""The weekly letter: chosen by each person, asked for on Monday, composed when it leaves."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from sluss.agenda.models import DigestChoice
from sluss.agenda.selectors.digest import week_of
from sluss.coalition.models import Affiliation, Appointment, Seat
from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.trust import clock, letters, links
from sluss.trust.actor import Actor
from sluss.trust.models import Letter
from sluss.trust.refusals import NotAllowed
from sluss.trust.trail import leave

DIGEST = "agenda.digest"
#: until which day of the week a digest that standstill held up is still worth sending: Wednesday
LAST_WEEKDAY = 2


@transaction.atomic
def choose_digest(actor: Actor, *, weekly: bool) -> DigestChoice:
    """Say whether one wants the weekly letter. Said again it is the same, and leaves no second line.

    Raises:
        NotAllowed: not a person.
    """
    if actor.person_id is None:
        raise NotAllowed
    choice, _new = DigestChoice.objects.get_or_create(person_id=actor.person_id)
    if choice.weekly != weekly:
        choice.weekly = weekly
        choice.save(update_fields=["weekly"])
        leave(actor, "choose digest", choice, detail={"weekly": weekly})
    return choice


@transaction.atomic
def send_digests(actor: Actor) -> int:
    """On Monday, ask for the week's letter to each who wants it; each week once. Returns how many are new.

    Raises:
        NotAllowed: neither the coordinator nor the clockwork.
    """
    if not actor.is_coordinator:
        raise NotAllowed
    today = clock.today()
    if today.weekday() > LAST_WEEKDAY:
        return 0
    step = week_step(today)
    # who has changed address in the week has had the week's letter all the same
    asked = Letter.objects.filter(kind=DIGEST, step=step).values("thing_id")
    receivers = readers(today).exclude(pk__in=asked).values_list("pk", "email", "pk")
    return letters.send_many(DIGEST, receivers, step=step)


def week_step(day: dt.date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def readers(day: dt.date) -> QuerySet[Person]:
    """Everybody with a role on the day who hasn't said no."""
    with_a_role = (
        Q(pk__in=Affiliation.objects.on(day).values("person"))
        | Q(pk__in=Appointment.objects.on(day).values("person"))
        | Q(pk__in=Seat.objects.on(day).values("person"))
    )
    return Person.objects.filter(with_a_role, is_active=True).exclude(digest_choice__weekly=False)


def compose(letter: Letter) -> EmailMultiAlternatives | None:
    """The week as it looks for the person now; None where there is nothing to tell, or the person has said no."""
    person = letter.receiver
    if person is None or letter.step != week_step(clock.today()):
        return None
    if not readers(clock.today()).filter(pk=person.pk).exists():
        return None
    with translation.override(person.language):
        week = week_of(actor_for(person))
        if week.empty:
            return None
        leave_url = settings.ADDRESS + reverse("agenda:unsubscribe", args=[links.sign(DIGEST, person.pk)])
        words = {"week": week, "person": person, "address": settings.ADDRESS, "leave_url": leave_url}
        subject = gettext("Your week in Sluss: %(finding)s") % {"finding": week.finding}
        message = EmailMultiAlternatives(
            subject, render_to_string("agenda/mail/digest.txt", words).strip() + "\n"
        )
        message.attach_alternative(render_to_string("agenda/mail/digest.html", words), "text/html")
    message.extra_headers |= unsubscribing(leave_url)
    return message


def unsubscribing(url: str) -> dict[str, str]:
    """Headers by which a mail program offers to leave the list with one click (RFC 2369, 2919, 8058).

    The address alone: nobody reads letters that ask to leave.
    """
    host = settings.ADDRESS.partition("://")[2].partition("/")[0].partition(":")[0]
    return {
        "List-Id": f"Sluss <digest.{host}>",
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
