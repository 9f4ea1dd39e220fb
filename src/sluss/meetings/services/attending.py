"""Meetings of others: what we want there, whom we send, what members want asked."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import Delegate, Mandate, Meeting, MeetingKind, WishedQuestion
from sluss.meetings.services.rights import check_runs, check_writes
from sluss.people.models import Person
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.refusals import NotAllowed, Refused, WrongState
from sluss.trust.trail import leave


class TooLate(WrongState):
    default = _("The meeting is over, so that nothing more can be asked there.")


class Empty(Refused):
    default = _("Write what should be asked.")


def _check_held_by_others(meeting: Meeting) -> None:
    if meeting.kind != MeetingKind.ATTENDED:
        raise WrongState


@transaction.atomic
def give_mandate(actor: Actor, meeting: Meeting, *, text: str, delegates: Iterable[Person]) -> Mandate:
    """Say what we want there, and who goes. The delegates see the meeting and write its notes.

    Raises:
        NotAllowed: the actor doesn't run the meeting.
        WrongState: we hold it ourselves.
    """
    check_runs(actor, meeting)
    _check_held_by_others(meeting)
    mandate, _new = Mandate.objects.update_or_create(meeting=meeting, defaults={"text": text.strip()})
    wanted = {person.pk: person for person in delegates}
    meeting.delegates.exclude(person__in=wanted).delete()
    sent = set(meeting.delegates.values_list("person_id", flat=True))
    Delegate.objects.bulk_create(
        Delegate(meeting=meeting, person=person) for pk, person in wanted.items() if pk not in sent
    )
    leave(actor, "give mandate", meeting, detail={"delegates": len(wanted)})
    return mandate


def may_wish(actor: Actor) -> bool:
    """Whoever belongs to the coalition; an authority's guest doesn't send it with questions."""
    return bool(actor.roles - {Role.AUTHORITY})


@transaction.atomic
def wish_question(actor: Actor, meeting: Meeting, *, text: str) -> WishedQuestion:
    """Leave a question for the delegates. Whoever sees the meeting and belongs to the coalition may.

    Raises:
        NotAllowed: the meeting isn't the actor's to see, or the actor is a guest.
        Empty, TooLate: there is no question; the meeting is over.
    """
    if not may_wish(actor) or not Meeting.objects.visible_to(actor).filter(pk=meeting.pk).exists():
        raise NotAllowed
    _check_held_by_others(meeting)
    if meeting.date < clock.today():
        raise TooLate
    if not text.strip():
        raise Empty(field="text")
    own = sorted(actor.organisations)
    question = WishedQuestion.objects.create(
        meeting=meeting, text=text.strip(), asked_by_id=actor.person_id,
        organisation_id=own[0] if len(own) == 1 else None,
    )  # fmt: skip
    leave(actor, "wish question", question)
    return question


@transaction.atomic
def answer_question(actor: Actor, question: WishedQuestion, *, answer: str) -> None:
    """Say what came of a question. Delegates and who runs the meeting do."""
    check_writes(actor, question.meeting)
    question.answer = answer.strip()
    question.save(update_fields=["answer"])
    leave(actor, "answer wished question", question)
