"""The ground every room stands on: default-closed querysets, the audit trail, the demo's clock."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.core.cache import cache
from django.db import models

from sluss.trust import clock
from sluss.trust.actor import Actor, Role


class VisibleQuerySet(models.QuerySet):
    """A queryset that shows nothing until its room has said who may see what."""

    def visible_to(self, actor: Actor) -> Self:
        """The records that are the actor's to see. Default: none."""
        return self.none()


class TrailQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Auditors read the whole trail, an organisation's lead what concerns the organisation."""
        if actor.has(Role.AUDITOR):
            return self
        return self.filter(organisation_id__in=actor.leads) if actor.leads else self.none()


class TrailEntry(models.Model):
    """One line of the audit trail. Written once, never changed or taken away."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    objects = TrailQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "thing_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.kind} {self.thing_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("the trail is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("the trail is never deleted")


class LetterQuerySet(VisibleQuerySet):
    """Letters are shown beside what they tell about, by the room that asked for them."""

    def about(self, kind: str, thing_id: int) -> Self:
        return self.filter(kind=kind, thing_id=thing_id)

    def uncertain(self) -> Self:
        """Marked as on their way, and then the machine stopped: they may have left, and aren't sent again."""
        return self.filter(marked_at__isnull=False, sent_at=None, dropped_at=None, bounced_at=None)


class Letter(models.Model):
    """An e-mail that Sluss sends by itself, and what became of it. What it says is composed when it leaves."""

    #: which composer, "agenda.reminder"; and what it is about
    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    #: the step of a ladder, the round of an invitation: with it, each letter is one
    step = models.CharField(max_length=60)
    address = models.EmailField()
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    marked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: no longer wanted when it was to leave
    dropped_at = models.DateTimeField(null=True, blank=True)
    #: it came back; `bounce` is the code of the mail server (RFC 3463), never its text
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce = models.CharField(max_length=20, blank=True)
    message_id = models.CharField(max_length=200, blank=True, db_index=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id", "step", "address"], name="each_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} {self.step}"

    @property
    def uncertain(self) -> bool:
        """Marked as on its way, and no word of what became of it."""
        return self.marked_at is not None and not (self.sent_at or self.dropped_at or self.bounced_at)


class DemoClock(models.Model):
    """How far the demo's clock is moved from the real one. One row, in the demo only."""

    CACHE_KEY = "demo-clock"

    moved_by = models.DurationField()

    def __str__(self) -> str:
        return str(self.moved_by)

    @classmethod
    def offset(cls) -> dt.timedelta:
        kept = cache.get(cls.CACHE_KEY)
        if kept is None:
            row = cls.objects.first()
            kept = row.moved_by if row else dt.timedelta()
            cache.set(cls.CACHE_KEY, kept, timeout=5)  # seconds: the worker's process follows soon
        return kept

    @classmethod
    def stand_on(cls, day: dt.date) -> None:
        """Move the clock to a day, keeping the time of day."""
        from django.utils import timezone

        moved_by = dt.timedelta(days=(day - timezone.localdate()).days)
        cls.objects.update_or_create(pk=1, defaults={"moved_by": moved_by})
        cache.delete(cls.CACHE_KEY)
