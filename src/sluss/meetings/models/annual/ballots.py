"""Ballots: a question or an election, how it was counted, and what came of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluss.coalition.models import Group, Organisation, SeatRole
from sluss.coalition.rules import Majority, Tie
from sluss.meetings.models.annual.meeting import AnnualMeeting, OfAnnualQuerySet
from sluss.meetings.models.annual.proposals import Motion, Nomination
from sluss.meetings.models.annual.roll import Accreditation
from sluss.meetings.models.minutes import Decision
from sluss.meetings.models.programme import AgendaItem
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class BallotKind(models.TextChoices):
    QUESTION = "question", _("Question")
    ELECTION = "election", _("Election")


class Method(models.TextChoices):
    ACCLAMATION = "acclamation", _("Acclamation")
    HANDS = "hands", _("Counted hands")
    NAMED = "named", _("Named by organisation")
    PAPER = "paper", _("Secret on paper")


class BallotState(models.TextChoices):
    PREPARED = "prepared", pgettext_lazy("ballot", "Prepared")
    OPEN = "open", pgettext_lazy("ballot", "Open")
    CLOSED = "closed", pgettext_lazy("ballot", "Closed")
    DECLARED = "declared", pgettext_lazy("ballot", "Declared")
    CONTESTED = "contested", pgettext_lazy("ballot", "Contested")
    ANNULLED = "annulled", pgettext_lazy("ballot", "Set aside")


#: what must be declared or set aside before the meeting closes
UNDECLARED = (BallotState.PREPARED, BallotState.OPEN, BallotState.CLOSED)

BALLOT_STATES = StateTable(
    transition("open ballot", [BallotState.PREPARED], BallotState.OPEN),
    transition("close ballot", [BallotState.OPEN], BallotState.CLOSED),
    transition("reopen ballot", [BallotState.CLOSED], BallotState.OPEN),
    transition("declare ballot", [BallotState.CLOSED], BallotState.DECLARED),
    transition("contest ballot", [BallotState.DECLARED], BallotState.CONTESTED),
    transition("uphold ballot", [BallotState.CONTESTED], BallotState.DECLARED),
    transition("annul ballot", [BallotState.CONTESTED, BallotState.PREPARED], BallotState.ANNULLED),
)

#: what a ballot on a question may be answered by
YES, NO, ABSTAIN = "yes", "no", "abstain"
#: papers that are no votes
SPOILT = "spoilt"


class BallotQuerySet(OfAnnualQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What is declared to whom the meeting is; all of it to who runs it."""
        run = models.Q(annual__in=AnnualMeeting.objects.run_by(actor))
        told = models.Q(state__in=[BallotState.DECLARED, BallotState.CONTESTED, BallotState.ANNULLED])
        return super().visible_to(actor).filter(run | told)


class Ballot(models.Model):
    annual = models.ForeignKey(AnnualMeeting, on_delete=models.PROTECT, related_name="ballots")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=BallotKind, default=BallotKind.QUESTION)
    question = models.CharField(_("What is voted on"), max_length=300)
    method = models.CharField(_("How"), max_length=20, choices=Method, default=Method.ACCLAMATION)
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    motion = models.ForeignKey(
        Motion, null=True, blank=True, on_delete=models.PROTECT, related_name="ballots"
    )
    #: of a question: which majority; of both: what settles equal votes
    majority = models.CharField(max_length=20, choices=[(m.value, m.value) for m in Majority])
    tie = models.CharField(max_length=10, choices=[(t.value, t.value) for t in Tie])
    #: of an election: to which seats, and how many
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=SeatRole, blank=True)
    seats = models.PositiveSmallIntegerField(default=0)
    candidates = models.ManyToManyField(Nomination, blank=True, related_name="ballots")
    state = models.CharField(max_length=20, choices=BallotState, default=BallotState.PREPARED)
    #: the voting roll when it was opened: [[organisation, delegate, whether by proxy], ...]
    roll = models.JSONField(default=list)
    #: how many organisations were entitled on that day
    entitled = models.PositiveSmallIntegerField(default=0)
    #: counted votes: {"yes": 11} of a question, {"17": 9} of an election by number of the nomination
    counts = models.JSONField(default=dict)
    #: what the chair or the lot said of equal votes: yes or no; of an election: the nominations taken
    voice = models.BooleanField(null=True, blank=True)
    drawn = models.JSONField(default=list)
    #: `rules.Outcome` of a question once it is declared
    outcome = models.CharField(max_length=10, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    #: why it is contested, or was annulled
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["annual", "number"]
        constraints = [models.UniqueConstraint(fields=["annual", "number"], name="each_ballot_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.question}"

    @property
    def is_election(self) -> bool:
        return self.kind == BallotKind.ELECTION


class VoteQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(ballot__in=Ballot.objects.visible_to(actor))

    def counting(self) -> Self:
        return self.filter(counted=True)


class Vote(models.Model):
    """One attempt to vote in a ballot named by organisation. Every attempt is kept; one of each organisation counts."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="+")
    choices = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    counted = models.BooleanField(default=True)
    #: why it doesn't count: "already" (the organisation had voted), "struck" (noted by mistake)
    why_not = models.CharField(max_length=20, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["ballot", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "organisation"],
                condition=models.Q(counted=True),
                name="one_vote_for_each_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ballot}: {self.organisation}"
