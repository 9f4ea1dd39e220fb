"""The persons an organisation has met, and questions asked back about them.

No name, birth date, address or free text about a person is stored here: only answers in the
codes of the codebook.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.contacts.models.imports import ImportRun
from sluss.contacts.models.round import Return, Round
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet


class GroupCaseQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of rounds that the actor sees: several organisations may have met persons of one case."""
        return self.filter(round__in=Round.objects.visible_to(actor))


class GroupCase(models.Model):
    """A large case in which many persons were met at once (2023: 237 of 520 persons).

    Totals are shown with and without it. The name is a neutral word of the coalition's, never a
    place or a person.
    """

    round = models.ForeignKey("contacts.Round", on_delete=models.PROTECT, related_name="group_cases")
    name = models.CharField(_("Name"), max_length=60)

    objects = GroupCaseQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="group_case_once_a_round")]

    def __str__(self) -> str:
        return self.name


class ContactQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Persons in returns that the actor may read."""
        return self.filter(of_return__in=Return.objects.readable_by(actor))


class PresentContacts(models.Manager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    """Persons of the return. One taken away is kept aside, for regret, until the return is sent in."""

    def get_queryset(self) -> ContactQuerySet:
        return super().get_queryset().filter(removed_at__isnull=True)


class Contact(models.Model):
    """A person met in the period, in one role. Children and relatives hang on the person they belong to."""

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="contacts")
    #: running number in the return, shown as "17-12"
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=30)  # code of the codebook's `role`
    belongs_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="relatives"
    )
    #: {variable: code | [codes] | whole number}, as the round's codebook has it
    answers = models.JSONField(default=dict)
    #: {rule code: the reason given} for soft rules that were passed
    reasons = models.JSONField(default=dict, blank=True)
    group_case = models.ForeignKey(
        GroupCase, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    #: lets two organisations' records of one person be counted once; made by the organisation, one-way
    linkage_code = models.CharField(max_length=128, blank=True, db_index=True)
    #: the person has said yes to being counted, or there is another ground for it
    may_be_counted = models.BooleanField(default=True)
    #: nothing is left to answer, to mend or to give a reason for; a started person is kept as it is
    complete = models.BooleanField(default=False)
    imported_by = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    #: made by the form once, so that a form sent twice makes one person
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    #: counts up at each save: who saves on an older one is shown the newer first
    version = models.PositiveIntegerField(default=1)
    #: the open page that saved last: its own next save is no conflict, also where an answer to it was lost
    saved_by_page = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(default=clock.now)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: taken away, by hand or by a list that replaces it; destroyed when the return is sent in
    removed_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_contacts"
    )

    objects = PresentContacts()
    with_removed = models.Manager.from_queryset(ContactQuerySet)()

    class Meta:
        ordering = ["of_return", "number"]
        constraints = [models.UniqueConstraint(fields=["of_return", "number"], name="number_once_a_return")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "16-12": the period's year and the number in the return."""
        return f"{self.of_return.round.period_start:%y}-{self.number}"


class QueryQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Questions to the own organisation; the coordinator sees all. A question may name an answer."""
        return self if actor.is_coordinator else self.filter(of_return__organisation__in=actor.organisations)


class QueryOutcome(models.TextChoices):
    """The quick answers to a question asked back."""

    RIGHT = "right", _("It is right as it stands")
    CORRECTED = "corrected", _("We have corrected it")


class Query(models.Model):
    """A question asked back: on one answer of one person, on a person, or on the whole return."""

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="queries")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="queries"
    )
    variable = models.CharField(max_length=60, blank=True)
    question = models.CharField(_("Question"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=20, choices=QueryOutcome, blank=True)
    answer = models.CharField(_("Comment"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        verbose_name_plural = "queries"

    def __str__(self) -> str:
        return self.question

    @property
    def answered(self) -> bool:
        return self.answered_at is not None
