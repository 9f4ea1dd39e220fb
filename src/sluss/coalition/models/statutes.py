"""The statutes: versions with numbered articles, and their rules as data."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.coalition.rules import StatuteRules
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition


class StatutesState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    FIRST_READING = "first_reading", _("Adopted once")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STATUTES_STATES = StateTable(
    transition("propose statutes", [StatutesState.DRAFT], StatutesState.PROPOSED),
    transition("adopt statutes once", [StatutesState.PROPOSED], StatutesState.FIRST_READING),
    transition(
        "adopt statutes",
        [StatutesState.DRAFT, StatutesState.PROPOSED, StatutesState.FIRST_READING],
        StatutesState.IN_FORCE,
    ),
    transition("supersede statutes", [StatutesState.IN_FORCE], StatutesState.SUPERSEDED),
    transition(
        "withdraw statutes",
        [StatutesState.DRAFT, StatutesState.PROPOSED, StatutesState.FIRST_READING],
        StatutesState.WITHDRAWN,
    ),
)


class StatutesQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What is or was in force is everybody's to read; a proposal is read inside the coalition."""
        if actor.roles:
            return self
        return self.filter(state__in=[StatutesState.IN_FORCE, StatutesState.SUPERSEDED])


class StatutesVersion(models.Model):
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20, choices=StatutesState, default=StatutesState.DRAFT)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    #: the decision as it is cited: "2017:4, annual meeting 31 March 2017"
    adopted_by = models.CharField(_("Adopted by"), max_length=200, blank=True)
    #: `StatuteRules.as_json`
    rules_kept = models.JSONField(default=dict)
    #: how many times the text has been saved: who saves an older one is told
    edits = models.PositiveIntegerField(default=0)

    objects = StatutesQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Statutes, version {self.number}"

    @property
    def rules(self) -> StatuteRules:
        return StatuteRules.from_json(self.rules_kept)


class Article(models.Model):
    """One numbered article (§) of a version."""

    version = models.ForeignKey(StatutesVersion, on_delete=models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField()
    # both may be empty while the version is a draft
    heading = models.CharField(_("Heading"), max_length=150, blank=True)
    text = models.TextField(_("Text"), blank=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="each_article_number_once")]

    def __str__(self) -> str:
        return f"§ {self.number} {self.heading}"
