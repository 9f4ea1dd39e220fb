"""The one table of deadlines: whatever has a date is here, however vague."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sluss.agenda.dates import Precision, VagueDate
from sluss.coalition.models import Audience, AudienceQuerySet, Group, meant_for
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class DeadlineKind(models.TextChoices):
    STATUTORY = "statutory", _("By the statutes")
    EXTERNAL = "external", _("Set by others")
    FUNDER = "funder", _("Set by a funder")
    INTERNAL = "internal", _("Our own")


class DeadlineState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    MISSED = "missed", _("Missed")
    WAIVED = "waived", _("Waived")


DEADLINE_STATES = StateTable(
    transition("meet deadline", [DeadlineState.OPEN, DeadlineState.MISSED], DeadlineState.DONE),
    transition("miss deadline", [DeadlineState.OPEN], DeadlineState.MISSED),
    transition("waive deadline", [DeadlineState.OPEN, DeadlineState.MISSED], DeadlineState.WAIVED),
    transition(
        "reopen deadline",
        [DeadlineState.DONE, DeadlineState.MISSED, DeadlineState.WAIVED],
        DeadlineState.OPEN,
    ),
)

#: days before the day on which its owner is reminded; negative: after it, while it is open
LADDER = (21, 7, 1, -3)

#: the kind of letter that reminds of a deadline
REMINDER = "agenda.reminder"


def usual_ladder() -> list[int]:
    return list(LADDER)


class Duty(models.Model):
    """What a deadline and the series that makes it share."""

    title = models.CharField(_("What"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=20, choices=DeadlineKind, default=DeadlineKind.INTERNAL)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    #: where the date comes from: "letter 2017-01-12", "statutes § 7", "guess"
    source = models.CharField(_("Where the date comes from"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Who sees to it"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="%(class)ss_owned",
    )  # fmt: skip
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Deputy"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    audience = models.CharField(_("Shown to"), max_length=20, choices=Audience, default=Audience.MEMBERS)
    group = models.ForeignKey(
        Group, verbose_name=_("Group"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ladder = models.JSONField(default=usual_ladder)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Series(Duty):
    """A duty that comes back. It makes explicit deadlines, which are moved one by one."""

    #: RFC 5545 recurrence rule, "FREQ=MONTHLY;BYMONTH=9;BYMONTHDAY=28,29,30;BYSETPOS=-1"
    rule = models.CharField(max_length=200)
    starts = models.DateField(_("First time"))
    #: deadlines are made up to this day
    made_until = models.DateField(null=True, blank=True)
    #: the day on which somebody said that it doesn't come back
    stopped = models.DateField(null=True, blank=True)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["title"]


class DeadlineQuerySet(AudienceQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """For whom it is meant, and whoever sees to it."""
        shown = meant_for(actor)
        if actor.person_id is not None and not actor.is_coordinator:
            shown |= models.Q(owner=actor.person_id) | models.Q(deputy=actor.person_id)
        return self.filter(shown)

    def open(self) -> Self:
        return self.filter(state=DeadlineState.OPEN)


#: {(kind of thing, which of its deadlines): what the room above calls it}
_names: dict[tuple[str, str], Any] = {}


def name_derived(kind: str, role: str, words: Any) -> None:
    """Say what a deadline that follows from a thing is called, in words to translate, "%(thing)s" its thing."""
    _names[kind, role] = words


class Deadline(Duty):
    #: the day, or the last day of the range that the precision names
    date = models.DateField(_("When"), db_index=True)
    tentative = models.BooleanField(_("Not decided yet"), default=False)
    state = models.CharField(max_length=20, choices=DeadlineState, default=DeadlineState.OPEN)
    #: why it was moved last, missed or waived
    reason = models.TextField(blank=True)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    #: the day that the series gave it: as long as it stands there, nobody has touched it
    series_day = models.DateField(null=True, blank=True)
    #: what it is derived from: kind and number of a thing of a room above, and which of its deadlines it is
    thing_kind = models.CharField(max_length=40, blank=True)
    thing_id = models.BigIntegerField(null=True, blank=True)
    thing_role = models.CharField(max_length=40, blank=True)
    #: address of the page on which the work is done
    url = models.CharField(max_length=200, blank=True)
    #: since when it has this date: reminders that lay before that day aren't owed
    set_on = models.DateField(default=clock.today)
    #: how many times it has changed: the sequence of its calendar entry (RFC 5545 3.8.7.4)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing_kind", "thing_id", "thing_role"],
                condition=~models.Q(thing_kind=""),
                name="each_derived_deadline_once",
            ),
            models.UniqueConstraint(fields=["series", "series_day"], name="each_day_of_a_series_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def when(self) -> VagueDate:
        return VagueDate(self.date, Precision(self.precision))

    @property
    def name(self) -> str:
        """Its title; one that Sluss has given it itself, and that nobody has changed, in the reader's language."""
        words = _names.get((self.thing_kind, self.thing_role))
        if words is None:
            return self.title
        with translation.override(settings.LANGUAGE_CODE):
            before, after = str(words).split("%(thing)s")
        if not (self.title.startswith(before) and self.title.endswith(after)):
            return self.title
        return str(words) % {"thing": self.title[len(before) : len(self.title) - len(after)]}

    @property
    def uid(self) -> str:
        """What its entry is called in every calendar."""
        return f"deadline-{self.pk}"

    @property
    def follows_from_a_thing(self) -> bool:
        """Its date is reckoned from a meeting or a grant, and moves with it."""
        return bool(self.thing_kind)

    @property
    def overdue(self) -> bool:
        return self.state == DeadlineState.OPEN and self.date < clock.today()

    def save_changed(self) -> None:
        """Save with the next sequence, so that calendars take the change in."""
        self.sequence += 1
        self.changed_at = clock.now()
        self.save()


class Alternative(models.Model):
    """Another date that a deadline may get instead ("or perhaps in autumn")."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="alternatives")
    date = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return str(self.when)

    @property
    def when(self) -> VagueDate:
        return VagueDate(self.date, Precision(self.precision))
