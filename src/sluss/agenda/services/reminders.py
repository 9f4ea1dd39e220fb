"""Reminders of dates, computed when they are sent, each once; a date that has moved is reminded of anew."""

from collections import defaultdict

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from sluss.agenda.models import REMINDER, Deadline, DeadlineState
from sluss.agenda.rules import DEPUTY_FROM, read_step, rung_reached, step_of
from sluss.coalition.models import RUNS_THE_GROUP, Appointment, Seat
from sluss.coalition.selectors import actor_for
from sluss.people.models import Person
from sluss.trust import clock, letters
from sluss.trust.actor import Actor, Role
from sluss.trust.models import Letter
from sluss.trust.refusals import NotAllowed


def send_due_reminders(actor: Actor) -> list[Letter]:
    """Ask for the reminders that are due today. Running it again, or after standstill, sends none twice.

    Raises:
        NotAllowed: neither the coordinator nor the clockwork.
    """
    if not actor.is_coordinator:
        raise NotAllowed
    people = _People()
    today = clock.today()
    asked = []
    for deadline in Deadline.objects.open().select_related("owner", "deputy"):
        rung = rung_reached(deadline.ladder, day=deadline.date, set_on=deadline.set_on, today=today)
        if rung is not None:
            asked += _remind(deadline, rung, people)
    return asked


@transaction.atomic
def _remind(deadline: Deadline, rung: int, people: "_People") -> list[Letter]:
    asked = []
    for person in people.reminded_of(deadline, rung):
        letter, new = letters.send(
            REMINDER, deadline.pk, step=step_of(deadline.date, rung),
            address=person.email, receiver_id=person.pk,
        )  # fmt: skip
        if new:
            asked.append(letter)
    return asked


class _People:
    """Who leads which group, and who coordinates, read once for a whole run."""

    def __init__(self) -> None:
        self.leaders: dict[int, list[Person]] = defaultdict(list)
        seats = Seat.objects.on(clock.today()).filter(role__in=RUNS_THE_GROUP)
        for seat in seats.select_related("person").order_by("pk"):
            self.leaders[seat.group_id].append(seat.person)
        coordinating = Appointment.objects.on(clock.today()).filter(role=Role.COORDINATOR)
        self.coordinators = [held.person for held in coordinating.select_related("person").order_by("pk")]

    def reminded_of(self, deadline: Deadline, rung: int) -> list[Person]:
        """Its owner; the deputy from the day before; when it is late the leaders of its group and the coordinator.

        Where nobody owns it, the leaders of its group stand in, and without a group the coordinator.
        """
        leaders = self.leaders.get(deadline.group_id, []) if deadline.group_id else []
        meant = [deadline.owner] if deadline.owner else (leaders or self.coordinators)
        if rung <= DEPUTY_FROM and deadline.deputy:
            meant = [*meant, deadline.deputy]
        if rung < 0:
            meant = [*meant, *leaders, *self.coordinators]
        return list({person.pk: person for person in meant if person.is_active}.values())


def compose(letter: Letter) -> EmailMessage | None:
    """The reminder as things stand now; None where it is done, has moved, or isn't the receiver's to see."""
    deadline = Deadline.objects.select_related("group").filter(pk=letter.thing_id).first()
    day, rung = read_step(letter.step)
    receiver = letter.receiver
    if deadline is None or receiver is None or not receiver.is_active:
        return None
    if deadline.state != DeadlineState.OPEN or deadline.date != day:
        return None
    if not Deadline.objects.visible_to(actor_for(receiver)).filter(pk=deadline.pk).exists():
        return None
    with translation.override(receiver.language):
        words = {
            "deadline": deadline,
            "person": receiver,
            "days_left": (deadline.date - clock.today()).days,
            "days_late": (clock.today() - deadline.date).days,
            "mine": receiver.pk in {deadline.owner_id, deadline.deputy_id},
            "link": settings.ADDRESS + reverse("agenda:deadline", args=[deadline.pk]),
        }
        subject = gettext("Late: %(title)s") if rung < 0 else gettext("Soon: %(title)s")
        text = render_to_string("agenda/mail/reminder.txt", words).strip() + "\n"
        return EmailMessage(subject % {"title": deadline.name}, text)
