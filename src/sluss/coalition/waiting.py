"""What the coalition's room tells on a person's home page and in the room rail."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluss.coalition.models import Group, Representation, RepresentationNote
from sluss.coalition.selectors import (
    applications,
    contacts_to_confirm,
    groups_out_of_time,
    in_force_articles,
    last_check_of_trail,
    parties,
)
from sluss.trust import clock, rail, search, waiting
from sluss.trust.actor import Actor, Role
from sluss.trust.rail import Room
from sluss.trust.templatetags.look import day
from sluss.trust.waiting import Item, Part

#: days after which the trail should have been read again
DAYS_BETWEEN_CHECKS = 30


def register() -> None:
    for room in ROOMS:
        rail.register(room)
    waiting.register(tell)
    for source in SOURCES:
        search.register(source)


def _trail_is_due(actor: Actor) -> bool:
    if not actor.has(Role.AUDITOR):
        return False
    last = last_check_of_trail()
    return last is None or (clock.now() - last.at).days >= DAYS_BETWEEN_CHECKS


def tell(actor: Actor) -> Iterator[Item]:
    for organisation in contacts_to_confirm(actor):
        yield Item(
            Part.WAITS,
            _("Say whether your contacts are still right"),
            reverse("coalition:reporting_contacts", args=[organisation.pk]),
            detail=_("%(organisation)s. We ask once a year.") % {"organisation": organisation.name},
        )
    for group in groups_out_of_time(actor):
        yield Item(
            Part.WAITS,
            group.name,
            reverse("coalition:group", args=[group.pk]),
            detail=_("The time was up %(day)s. Write a final note or prolong.") % {"day": day(group.ends)},
            tag=_("Time is up"),
            tone="stop",
            when=group.ends,
        )
    for application in applications(actor):
        yield Item(
            Part.WAITS,
            _("%(organisation)s asks to become a member") % {"organisation": application.organisation.name},
            reverse("coalition:organisation", args=[application.organisation_id]),
            detail=_("asked %(day)s") % {"day": day(application.applied_on)},
            when=application.applied_on,
            says_day=True,
        )
    if _trail_is_due(actor):
        yield Item(
            Part.WAITS,
            _("Read the trail and mark that it is checked"),
            reverse("coalition:trail"),
            detail=_("Once a month."),
        )


ROOMS = (
    Room(
        "colleagues",
        gettext_lazy("Colleagues"),
        "coalition:colleagues",
        visible=lambda actor: actor.has(Role.LEAD),
        waiting=lambda actor: len(contacts_to_confirm(actor)),
        order=60,
    ),
    Room(
        "organisations",
        gettext_lazy("Organisations"),
        "coalition:organisations",
        visible=lambda actor: bool(actor.roles - {Role.AUTHORITY}),
        waiting=lambda actor: applications(actor).count(),
        order=70,
    ),
    Room(
        "groups",
        gettext_lazy("Groups"),
        "coalition:groups",
        visible=lambda actor: bool(actor.groups) or actor.has(Role.COORDINATOR, Role.BOARD),
        waiting=lambda actor: groups_out_of_time(actor).count(),
        order=65,
    ),
    Room(
        "accounts",
        gettext_lazy("Accounts"),
        "coalition:accounts",
        visible=lambda actor: actor.has(Role.ADMINISTRATOR),
        order=72,
    ),
    Room(
        "deputies",
        gettext_lazy("Deputies"),
        "coalition:deputies",
        visible=lambda actor: actor.is_coordinator,
        order=75,
    ),
    Room(
        "trail",
        gettext_lazy("Trail"),
        "coalition:trail",
        visible=lambda actor: actor.has(Role.AUDITOR, Role.LEAD),
        waiting=lambda actor: int(_trail_is_due(actor)),
        order=80,
    ),
)

SOURCES = (
    search.Source(
        gettext_lazy("Organisations"),
        rows=parties,
        fields=("name", "short_name", "services", "target_groups", "languages"),
        title=str,
        url=lambda row: reverse("coalition:organisation", args=[row.pk]),
    ),
    search.Source(
        gettext_lazy("Groups"),
        rows=lambda actor: Group.objects.visible_to(actor),
        fields=("name", "mandate", "final_note"),
        title=str,
        url=lambda row: reverse("coalition:group", args=[row.pk]),
        when=lambda row: row.ends or row.starts,
    ),
    search.Source(
        gettext_lazy("Where we sit"),
        rows=lambda actor: Representation.objects.visible_to(actor),
        fields=("body", "instructions", "next_occasions"),
        title=str,
        url=lambda row: reverse("coalition:representation", args=[row.pk]),
        when=lambda row: row.starts,
    ),
    search.Source(
        gettext_lazy("Notes from outside"),
        rows=lambda actor: RepresentationNote.objects.visible_to(actor).select_related("representation"),
        fields=("text",),
        title=lambda row: row.representation.body,
        url=lambda row: reverse("coalition:representation", args=[row.representation_id]),
        when=lambda row: row.day,
    ),
    search.Source(
        gettext_lazy("Statutes"),
        rows=in_force_articles,
        fields=("heading", "text"),
        title=lambda row: f"§ {row.number} {row.heading}",
        url=lambda row: f"{reverse('coalition:statutes')}#p{row.number}",
    ),
)
