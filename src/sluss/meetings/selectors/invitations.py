"""What is read of invitations: who is invited and what has come of it, whose letters came back, the own one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from sluss.meetings.letters import KIND
from sluss.meetings.models import BEFORE, Answer, Invitation, Meeting, Standing
from sluss.trust.actor import Actor
from sluss.trust.models import Letter


@dataclass(frozen=True)
class Line:
    """One invited person as who runs the meeting sees it."""

    invitation: Invitation
    standing: Standing
    #: code of the mail server that sent a letter back; empty where none came back
    bounced: str
    #: a letter was on its way when the machine stopped: it may have left
    uncertain: bool


@dataclass(frozen=True)
class Tally:
    """How many have answered what. `taken` counts places held for those who are offered one."""

    invited: int
    answered: int
    coming: int
    remote: int
    queueing: int
    taken: int


def invited_to(actor: Actor, meeting: Meeting) -> list[Line]:
    """Everybody invited and not withdrawn, for who runs the meeting: the queue in its order, then by name."""
    ids = meeting.invitations.valid().values("pk")
    letters = list(Letter.objects.filter(kind=KIND, thing_id__in=ids).order_by("pk"))
    bounced = {letter.thing_id: letter.bounce or "?" for letter in letters if letter.bounced_at}
    uncertain = set(
        Letter.objects.filter(kind=KIND, thing_id__in=ids).uncertain().values_list("thing_id", flat=True)
    )
    seen = Invitation.objects.visible_to(actor).valid().filter(meeting=meeting)
    seen = seen.exclude(email="").select_related("organisation", "person")  # who walked in wasn't invited
    lines = [Line(one, one.standing, bounced.get(one.pk, ""), one.pk in uncertain) for one in seen]
    return sorted(lines, key=_place_in_list)


#: who is to be looked at first
_ORDER = (
    Standing.OFFERED, Standing.QUEUES, Standing.OPEN, Standing.MAYBE, Standing.COMES, Standing.REMOTE, Standing.NO,
)  # fmt: skip


def _place_in_list(line: Line) -> tuple[bool, int, str, str]:
    one = line.invitation
    since = one.waiting_since.isoformat() if one.waiting_since else ""
    return (not line.bounced, _ORDER.index(line.standing), since, str(one).casefold())


def tally_of(lines: Iterable[Line]) -> Tally:
    standings = [line.standing for line in lines]
    coming = standings.count(Standing.COMES)
    return Tally(
        invited=len(standings),
        answered=len(standings) - standings.count(Standing.OPEN),
        coming=coming,
        remote=standings.count(Standing.REMOTE),
        queueing=standings.count(Standing.QUEUES),
        taken=coming + standings.count(Standing.OFFERED),
    )


def returned_letters(actor: Actor, meetings: Iterable[Meeting] | QuerySet[Meeting]) -> QuerySet[Letter]:
    """Letters about invitations to these meetings that came back, for who runs them."""
    ids = Invitation.objects.visible_to(actor).valid().filter(meeting__in=meetings).values("pk")
    return Letter.objects.filter(kind=KIND, thing_id__in=ids, bounced_at__isnull=False)


def own_invitation(actor: Actor, meeting: Meeting) -> Invitation | None:
    """The actor's own invitation to the meeting."""
    if actor.person_id is None:
        return None
    return meeting.invitations.valid().filter(person=actor.person_id).select_related("person").first()


def unanswered_by(actor: Actor) -> QuerySet[Invitation]:
    """The actor's own invitations that wait for an answer, nearest first."""
    own = Invitation.objects.valid().filter(person=actor.person_id or 0, meeting__state__in=BEFORE)
    waits = own.filter(answer=Answer.NONE) | own.filter(offered_at__isnull=False)
    return waits.select_related("meeting").order_by("meeting__date", "pk")


def letters_to(actor: Actor, invitation: Invitation) -> QuerySet[Letter]:
    """What was written to one who is invited, latest first, for who runs the meeting."""
    seen = Invitation.objects.visible_to(actor).filter(pk=invitation.pk).values("pk")
    return Letter.objects.filter(kind=KIND, thing_id__in=seen).order_by("-pk")
