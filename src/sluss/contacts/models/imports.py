"""Lists that organisations send in, and how their own columns and words are to be read."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.coalition.models import Organisation
from sluss.contacts.models.round import Return
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.models import VisibleQuerySet


class MappingQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation__in=actor.organisations)


class ColumnMapping(models.Model):
    """An organisation's own list read into the codebook: its columns and its words, said once and kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mappings")
    name = models.CharField(max_length=100)
    #: hash of the header row: the same list is known again next year
    fingerprint = models.CharField(max_length=64, db_index=True)
    #: {own column: variable code, or "" for a column left out on purpose}
    columns = models.JSONField(default=dict)
    #: {own column: {own word: [codes]}}
    words = models.JSONField(default=dict)
    #: {variable: answer} that all rows share because the list doesn't have the question
    fill = models.JSONField(default=dict)
    edited_at = models.DateTimeField(default=clock.now)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="list_known_once")
        ]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    MAPPING = "mapping", _("Waits for the meaning of its columns")
    CHECKED = "checked", _("Checked, nothing saved yet")
    APPLIED = "applied", _("Read in")
    DISCARDED = "discarded", _("Thrown away")


class ImportRunQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(of_return__organisation__in=actor.organisations)


class ImportRun(models.Model):
    """One file sent in: looked through first, read in only after a yes."""

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="imports")
    #: "template", "xlsform", "htcds" or "own_list"
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    #: the list in the file without columns that tell who a person is (`contacts.imports.keeping`); taken away
    #: when applied, thrown away, or after some days; the hash stays
    content = models.BinaryField(null=True, blank=True)
    mapping = models.ForeignKey(ColumnMapping, null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.CHECKED)
    #: counts and refused cells of the look-through, as `contacts.imports` writes it; no answers
    report = models.JSONField(default=dict)
    #: "replace" or "add", as chosen when applied
    mode = models.CharField(max_length=10, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=clock.now)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
