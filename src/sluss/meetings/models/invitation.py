"""Who is invited, what they answer, who came."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.meetings.models.meeting import Meeting
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet


class Answer(models.TextChoices):
    NONE = "none", _("No answer yet")
    YES = "yes", _("Comes")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("Doesn't come")


class Standing(models.TextChoices):
    """What an answer has come to, places and queue reckoned in."""

    OPEN = "open", _("No answer yet")
    COMES = "comes", _("Comes")
    REMOTE = "remote", _("By video")
    OFFERED = "offered", _("Is offered a place")
    QUEUES = "queues", _("In the queue")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("Doesn't come")


class InvitationQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """All to who runs the meeting; one's own to each."""
        return self.filter(Q(meeting__in=Meeting.objects.run_by(actor)) | Q(person=actor.person_id or 0))

    def valid(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def taking_a_place(self) -> Self:
        """On site with a place, or with one held for them."""
        held = Q(waiting_since=None) | Q(offered_at__isnull=False)
        return self.valid().filter(held, answer=Answer.YES, remote=False)

    def queueing(self) -> Self:
        """In the queue for a place, the first first."""
        waiting = self.valid().filter(waiting_since__isnull=False, offered_at=None)
        return waiting.order_by("waiting_since", "pk")


class Invitation(models.Model):
    """One invited person: with an account, or by name and address only."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("Name"), max_length=150, blank=True)
    #: empty for who walked in without being invited and left no address
    email = models.EmailField(_("E-mail"), blank=True)
    #: in which the person is written to; who has an account chooses it there
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, default="sv")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.NONE)
    remote = models.BooleanField(_("By video"), default=False)
    #: who comes instead
    substitute = models.CharField(_("Who comes instead"), max_length=150, blank=True)
    #: what the person needs to take part (way in, food, interpreter); taken away when the meeting is closed
    needs = models.TextField(_("What you need"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: in the queue for a place since
    waiting_since = models.DateTimeField(null=True, blank=True)
    #: a place has become free and is held for the person
    offered_at = models.DateTimeField(null=True, blank=True)
    #: a place was held for the person and went on to the next
    offer_lapsed_at = models.DateTimeField(null=True, blank=True)
    #: sequence of the calendar entry that was sent last; -1: none is in the person's calendar
    sent_sequence = models.IntegerField(default=-1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)
    attended_remotely = models.BooleanField(default=False)
    #: has said what the meeting was worth; what was said is kept without a name
    evaluated = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "email"], condition=~Q(email=""), name="each_address_invited_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def standing(self) -> Standing:
        if self.answer == Answer.YES:
            if self.waiting_since is not None:
                return Standing.QUEUES if self.offered_at is None else Standing.OFFERED
            return Standing.REMOTE if self.remote else Standing.COMES
        return {Answer.MAYBE: Standing.MAYBE, Answer.NO: Standing.NO}.get(Answer(self.answer), Standing.OPEN)

    @property
    def confirmed(self) -> bool:
        """Whether the person comes, in the room or by video, and is told the way in."""
        return self.withdrawn_at is None and self.standing in {Standing.COMES, Standing.REMOTE}

    @property
    def written_in(self) -> str:
        """Language of letters and pages to the person."""
        return self.person.language if self.person else self.language
