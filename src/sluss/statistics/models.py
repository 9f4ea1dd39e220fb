"""Releases, the tables asked for, and what was published."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluss.contacts.models import Round
from sluss.statistics.rules import Measure
from sluss.trust import clock
from sluss.trust.actor import Actor, Role
from sluss.trust.models import VisibleQuerySet
from sluss.trust.states import StateTable, transition
from veil import ProtectedTable

MEASURE_LABELS = [
    (Measure.PERSONS.value, _("Persons")),
    (Measure.POTENTIAL_VICTIMS.value, _("Potential victims")),
    (Measure.ACCOMPANYING_CHILDREN.value, _("Accompanying children")),
    (Measure.SIBLINGS.value, _("Siblings")),
    (Measure.PARTNERS_OR_RELATIVES.value, _("Partners and relatives")),
    (Measure.CHILDREN_ELSEWHERE.value, _("Children elsewhere")),
]


class Audience(models.TextChoices):
    """Who may read a published table. Each includes the ones below it in this list's reverse order."""

    PUBLIC = "public", _("Everybody")
    AUTHORITIES = "authorities", _("Authorities and members")
    MEMBERS = "members", _("Members")
    COORDINATOR = "coordinator", _("Coordinator only")


def audiences_of(actor: Actor) -> list[str]:
    """The audiences to which the actor belongs."""
    audiences = [Audience.PUBLIC]
    if actor.roles:
        audiences.append(Audience.AUTHORITIES)
    if actor.roles - {Role.AUTHORITY}:
        audiences.append(Audience.MEMBERS)
    if actor.is_coordinator:
        audiences.append(Audience.COORDINATOR)
    return [a.value for a in audiences]


class Calendar(models.TextChoices):
    YEAR = "year", _("Calendar year")
    APRIL = "april", _("April to March")
    QUARTER = "quarter", _("Quarter")


class PerspectiveQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Definitions are the coordinator's work."""
        return self if actor.has(Role.COORDINATOR) else self.none()


class Perspective(models.Model):
    """A saved cut of the statistics: who is counted, by what, in which calendar, for whom.

    Standard tables and the yearly plan's perspectives (third country, children, police report, vulnerable
    groups, support from authorities) are rows of this, and so is what a coordinator makes on the page.
    """

    slug = models.SlugField(max_length=60, unique=True)
    #: {"sv": ..., "en": ...}
    title = models.JSONField()
    note = models.JSONField(default=dict, blank=True)
    #: {variable: [codes]}: who is counted
    filter = models.JSONField(default=dict, blank=True)
    #: up to three variables of the codebook, or derived ones
    dimensions = models.JSONField(default=list)
    #: {variable: level}: coarser codes taken from the hierarchies
    levels = models.JSONField(default=dict, blank=True)
    calendar = models.CharField(max_length=10, choices=Calendar, default=Calendar.YEAR)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.PUBLIC)
    order = models.PositiveSmallIntegerField(default=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    in_use = models.BooleanField(default=True)

    objects = PerspectiveQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title.get("sv", self.slug)


class ReleaseState(models.TextChoices):
    FROZEN = "frozen", _("Frozen")
    CHECKING = "checking", _("Being checked")
    SAFE = "safe", _("Safe to publish")
    BROKEN = "broken", _("Can't be published")
    PUBLISHED = "published", _("Published")
    RESTATED = "restated", _("Replaced by a later one")


RELEASE_STATES = StateTable(
    transition("check", [ReleaseState.FROZEN, ReleaseState.SAFE, ReleaseState.BROKEN], ReleaseState.CHECKING),
    transition("find safe", [ReleaseState.CHECKING], ReleaseState.SAFE),
    transition("find broken", [ReleaseState.CHECKING], ReleaseState.BROKEN),
    transition("give up checking", [ReleaseState.CHECKING], ReleaseState.FROZEN),
    transition(
        "choose codes", [ReleaseState.FROZEN, ReleaseState.SAFE, ReleaseState.BROKEN], ReleaseState.FROZEN
    ),
    transition("publish", [ReleaseState.SAFE], ReleaseState.PUBLISHED),
    transition("restate", [ReleaseState.PUBLISHED], ReleaseState.RESTATED),
)


#: states in which what the release holds may be read by its audiences
OUT = (ReleaseState.PUBLISHED, ReleaseState.RESTATED)


class ReleaseQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Published ones are everybody's; until then a release is the coordinator's alone."""
        if actor.has(Role.COORDINATOR):
            return self
        return self.out()

    def out(self) -> Self:
        """Published, also those that a later one has replaced."""
        return self.filter(state__in=OUT)


class Release(models.Model):
    """A frozen, versioned snapshot of the accepted returns of a round, and what came of it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=ReleaseState, default=ReleaseState.FROZEN)
    restates = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="restated_by"
    )
    codebook_version = models.CharField(max_length=20)
    organisations_reporting = models.PositiveSmallIntegerField()
    organisations_expected = models.PositiveSmallIntegerField()
    persons = models.PositiveIntegerField()
    #: path under MEDIA_ROOT of the frozen rows (Parquet), and its SHA-256
    rows_path = models.CharField(max_length=200)
    rows_sha256 = models.CharField(max_length=64)
    manifest = models.JSONField(default=dict)
    #: counts of 1 .. threshold - 1 are hidden
    threshold = models.PositiveSmallIntegerField(default=5)
    #: hide also what one organisation alone has contributed
    guard_organisations = models.BooleanField(default=False)
    #: {variable: level}: coarser codes for every table of the release, chosen by the coordinator
    levels = models.JSONField(default=dict, blank=True)
    #: method notes: {"sv": markdown, "en": markdown}, with breaks in series
    note = models.JSONField(default=dict, blank=True)
    #: what protecting and attacking found: tables, cells, hidden, what broke and why
    verdict = models.JSONField(default=dict, blank=True)
    #: of a check that runs: {"run": number, "step": word, "done": n, "of": n}
    progress = models.JSONField(default=dict, blank=True)
    frozen_at = models.DateTimeField(default=clock.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-round__period_start", "-version"]
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="release_version_once")]

    def __str__(self) -> str:
        return f"{self.round}, {self.version}"


class ReleaseTableQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Tables of releases the actor sees, for an audience the actor belongs to."""
        shown = self.filter(release__in=Release.objects.visible_to(actor))
        if actor.has(Role.COORDINATOR):
            return shown
        return shown.filter(release__state__in=OUT, audience__in=audiences_of(actor))

    def out(self) -> Self:
        """Every table ever published to anybody: the ledger."""
        return self.filter(release__state__in=OUT)


class ReleaseTable(models.Model):
    """One protected table of a release. Every face (page, chart, file, report) is made from it alone."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="tables")
    perspective = models.ForeignKey(Perspective, on_delete=models.PROTECT, related_name="+")
    #: the perspective as it stood when the release was checked, with all that a reader needs to read the
    #: table: `statistics.tables._definition` says what is in it
    definition = models.JSONField()
    slug = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=100)
    audience = models.CharField(max_length=20, choices=Audience)
    #: `veil.ProtectedTable.to_plain()`: holds no count of a hidden cell
    protected = models.JSONField()
    #: what veil measured of its usefulness
    utility = models.JSONField(default=dict, blank=True)

    objects = ReleaseTableQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        constraints = [models.UniqueConstraint(fields=["release", "slug"], name="table_once_a_release")]

    def __str__(self) -> str:
        return self.slug

    @property
    def table(self) -> ProtectedTable:
        """The protected table as veil reads it."""
        return ProtectedTable.from_plain(self.protected)


class EarlierTotalQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """They are published already."""
        return self


class EarlierTotal(models.Model):
    """A total published before Sluss, with its source: it enters the series, and the ledger as published."""

    year = models.PositiveSmallIntegerField(_("Year"))
    measure = models.CharField(_("What was counted"), max_length=40, choices=MEASURE_LABELS)
    count = models.PositiveIntegerField(_("Number"))
    #: {"sv", "en"}: how it was counted then, where that differs: a break in the series
    break_note = models.JSONField(default=dict, blank=True)
    source = models.CharField(_("Source"), max_length=300)

    objects = EarlierTotalQuerySet.as_manager()

    class Meta:
        ordering = ["year", "measure"]
        constraints = [models.UniqueConstraint(fields=["year", "measure"], name="earlier_total_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.measure}: {self.count}"


class PublishedFileQuerySet(VisibleQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Files of published releases for an audience the actor belongs to; the coordinator reads all."""
        if actor.is_coordinator:
            return self
        return self.filter(release__state__in=OUT, audience__in=audiences_of(actor))


class PublishedFile(models.Model):
    """A document made once at publishing: report or data package. Made from protected tables only."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    #: "report-sv.pdf", "report-en.pdf", "datapackage.zip", ...
    name = models.CharField(max_length=80)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.PUBLIC)
    made_at = models.DateTimeField(default=clock.now)

    objects = PublishedFileQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="file_once_a_release")]

    def __str__(self) -> str:
        return self.name
