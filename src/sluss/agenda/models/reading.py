"""How a person follows the calendar elsewhere: feeds for a calendar program, the weekly digest."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Group
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet


class FeedScope(models.TextChoices):
    PERSONAL = "personal", _("What is mine")
    GROUP = "group", _("A group's")
    MEMBERS = "members", _("The members' calendar")


class FeedQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own only: who has the address reads the calendar."""
        return self.filter(person=actor.person_id) if actor.signed_in else self.none()

    def working(self) -> Self:
        return self.filter(revoked_at=None)


class Feed(models.Model):
    """A calendar at a secret address. Of the address only a fingerprint is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    scope = models.CharField(max_length=20, choices=FeedScope)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    #: SHA-256 of the token in its address, in hexadecimal digits
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    #: when a calendar program last came for it, to the hour
    fetched_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["scope", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope=FeedScope.GROUP, group__isnull=False)
                | (~models.Q(scope=FeedScope.GROUP) & models.Q(group__isnull=True)),
                name="a_groups_feed_names_its_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.pk}"


class DigestChoice(models.Model):
    """Whether a person wants the weekly letter. Who has never said gets it."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_choice"
    )
    weekly = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.weekly}"
