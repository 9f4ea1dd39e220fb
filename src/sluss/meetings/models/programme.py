"""What a meeting is about: the agenda with its papers, and the talks."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluss.meetings.models.meeting import Meeting
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class OfMeetingQuerySet(VisibleQuerySet):
    """Parts of a meeting are shown to whom the meeting is."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(actor))


class ItemKind(models.TextChoices):
    INFORMATION = "information", _("For information")
    DISCUSSION = "discussion", _("For discussion")
    DECISION = "decision", _("For decision")
    ELECTION = "election", _("Election")


class ItemQuerySet(OfMeetingQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """An inner item is seen by who runs the meeting."""
        shown = super().visible_to(actor)
        return shown.filter(models.Q(inner=False) | models.Q(meeting__in=Meeting.objects.run_by(actor)))


class AgendaItem(models.Model):
    """One numbered item of the agenda, and what became of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("Item"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=20, choices=ItemKind, default=ItemKind.INFORMATION)
    inner = models.BooleanField(_("Only for who leads the meeting"), default=False)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True, blank=True)
    outcome = models.TextField(_("What became of it"), blank=True)
    tabled = models.BooleanField(_("Put off to the next meeting"), default=False)
    #: the item of an earlier meeting that was put off to this one
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers"
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class PaperQuerySet(OfMeetingQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The papers of an inner item are as inner as it is."""
        shown = models.Q(item=None) | models.Q(item__in=AgendaItem.objects.visible_to(actor))
        return super().visible_to(actor).filter(shown)


class Paper(models.Model):
    """A file that belongs to a meeting, or to one of its items."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.CASCADE, related_name="papers"
    )
    name = models.CharField(_("Name"), max_length=150)
    file = models.FileField(upload_to="meetings/%Y/")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class TalkState(models.TextChoices):
    WISHED = "wished", _("Wished")
    INVITED = "invited", pgettext_lazy("talk", "Asked")
    ACCEPTED = "accepted", _("Said yes")
    CONFIRMED = "confirmed", _("Confirmed")
    HELD = "held", _("Held")
    DECLINED = "declined", _("Said no")
    CANCELLED = "cancelled", _("Cancelled")


_NOT_HELD = (TalkState.WISHED, TalkState.INVITED, TalkState.ACCEPTED, TalkState.CONFIRMED)

TALK_STATES = StateTable(
    transition("ask speaker", [TalkState.WISHED, TalkState.INVITED], TalkState.INVITED),
    transition("accept talk", [TalkState.WISHED, TalkState.INVITED, TalkState.DECLINED], TalkState.ACCEPTED),
    transition(
        "decline talk", [TalkState.INVITED, TalkState.ACCEPTED, TalkState.CONFIRMED], TalkState.DECLINED
    ),
    transition(
        "confirm talk", [TalkState.WISHED, TalkState.INVITED, TalkState.ACCEPTED], TalkState.CONFIRMED
    ),
    transition("hold talk", _NOT_HELD, TalkState.HELD),
    transition("cancel talk", _NOT_HELD, TalkState.CANCELLED),
)

#: talks that take their time of the meeting
IN_THE_PROGRAMME = (*_NOT_HELD, TalkState.HELD)


class TalkQuerySet(OfMeetingQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """A talk is announced once its speaker has said yes, but for one within an inner item.

        Who runs the meeting sees them all.
        """
        announced = models.Q(state__in=(TalkState.ACCEPTED, TalkState.CONFIRMED, TalkState.HELD))
        announced &= models.Q(item=None) | models.Q(item__inner=False)
        shown = announced | models.Q(meeting__in=Meeting.objects.run_by(actor))
        return super().visible_to(actor).filter(shown)


class Talk(models.Model):
    """A short talk: who speaks, in which order, how long, with which slides."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="talks")
    #: the item of the agenda within which the talks are held; without one they come after the agenda
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="talks"
    )
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("Title"), max_length=200)
    speaker = models.CharField(_("Who speaks"), max_length=200)
    organisation = models.CharField(_("From"), max_length=150, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=5)
    slides = models.FileField(upload_to="meetings/slides/%Y/", blank=True)
    may_share = models.BooleanField(_("The slides may be sent out"), default=False)
    state = models.CharField(max_length=20, choices=TalkState, default=TalkState.WISHED)

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]

    def __str__(self) -> str:
        return self.title
