"""Whom organisations have named, and whom they can name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from sluss.coalition.models import Affiliation, Organisation
from sluss.meetings.models.annual import Accreditation, AnnualMeeting, Proxy
from sluss.people.models import Person
from sluss.trust import clock


@dataclass
class Named:
    """An entitled organisation with its delegates and the proxy it has given."""

    organisation: Organisation
    delegates: list[Accreditation] = field(default_factory=list)
    proxy: Proxy | None = None


def named_by(annual: AnnualMeeting, organisations: Iterable[Organisation]) -> list[Named]:
    """Of each organisation, by name."""
    lines = {organisation.pk: Named(organisation) for organisation in organisations}
    for delegate in Accreditation.objects.standing().filter(annual=annual, organisation__in=lines):
        lines[delegate.organisation_id].delegates.append(delegate)
    given = Proxy.objects.standing().filter(annual=annual, organisation__in=lines)
    for proxy in given.select_related("holder__organisation"):
        lines[proxy.organisation_id].proxy = proxy
    return list(lines.values())


def people_of(organisations: QuerySet[Organisation]) -> list[Person]:
    """People with a role today in the organisation, by name; nobody where it isn't known which one it is."""
    if organisations.count() != 1:
        return []
    held = Affiliation.objects.on(clock.today()).filter(
        organisation__in=organisations, person__is_active=True
    )
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("name"))
