"""Who was there, and what it was worth to them."""

import random
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sluss.meetings.models import Answer, Evaluation, Invitation, Meeting, Opinion
from sluss.meetings.rules import EVALUATIONS_SHOWN_FROM
from sluss.trust.actor import Actor

#: the questions with four answers
QUESTIONS = {
    "worth": _("Was the meeting worth your time?"),
    "equal": _("Could you take part on the same terms as everybody else?"),
}


@dataclass(frozen=True)
class Roll:
    """The list of a meeting: who said yes first, then who may come, then the rest."""

    expected: tuple[Invitation, ...]
    others: tuple[Invitation, ...]
    came: int
    remotely: int
    organisations: int


def roll_of(actor: Actor, meeting: Meeting) -> Roll:
    """The list, for who runs the meeting; others see their own line only."""
    listed = Invitation.objects.visible_to(actor).filter(meeting=meeting, withdrawn_at=None)
    everybody = list(listed.select_related("organisation", "person").order_by("name", "email"))
    came = [one for one in everybody if one.attended]
    expected = tuple(one for one in everybody if one.answer == Answer.YES or one.attended)
    return Roll(
        expected=expected,
        others=tuple(one for one in everybody if one not in expected),
        came=len(came),
        remotely=sum(one.attended_remotely for one in came),
        organisations=len({one.organisation_id for one in came if one.organisation_id}),
    )


@dataclass(frozen=True)
class Tally:
    """A question and how many gave each answer, the best answer first."""

    question: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Worth:
    """What an evaluation came to. With too few answers nothing but their number is known."""

    answers: int
    asked: int
    tallies: tuple[Tally, ...] = ()
    differently: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.answers >= EVALUATIONS_SHOWN_FROM


def worth_of(meeting: Meeting, asked: int) -> Worth:
    """The counts from `EVALUATIONS_SHOWN_FROM` answers on; what was written comes in no order."""
    answers = list(meeting.evaluations.all())
    if len(answers) < EVALUATIONS_SHOWN_FROM:
        return Worth(len(answers), asked)
    written = [one.differently for one in answers if one.differently]
    random.shuffle(written)
    tallies = tuple(_tally(name, answers) for name in QUESTIONS)
    return Worth(len(answers), asked, tallies, tuple(written))


def _tally(name: str, answers: list[Evaluation]) -> Tally:
    counted = Counter(getattr(one, name) for one in answers)
    question = str(QUESTIONS[name])
    return Tally(
        question, tuple((str(opinion.label), counted[opinion]) for opinion in sorted(Opinion, reverse=True))
    )


def who_may_be_asked(meeting: Meeting) -> QuerySet[Invitation]:
    """Who came and can be written to."""
    return meeting.invitations.filter(attended=True).exclude(email="")
