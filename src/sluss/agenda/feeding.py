"""What a calendar program gets: the feed of an address, from memory as long as nothing has changed.

Whose rights hold is asked anew each time; the file is written anew only when those or the entries are others.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from sluss.agenda.calendar import Entry, entries_for, stamp
from sluss.agenda.ical import as_ical
from sluss.agenda.models import Feed, FeedScope
from sluss.agenda.services.feeds import fingerprint_of
from sluss.coalition.models import Audience
from sluss.coalition.selectors import actor_for
from sluss.trust import clock
from sluss.trust.actor import PUBLIC, Actor

#: seconds for which a file is kept in memory
KEPT = 24 * 3600
#: a fetch is noted once an hour: more often nobody needs to know
NOTED_EVERY = dt.timedelta(hours=1)
#: audiences of the members' calendar
FOR_MEMBERS = {Audience.MEMBERS, Audience.NETWORK, Audience.PARTNERS, Audience.PUBLIC}
#: what lies further back than this isn't in a feed
BACK = dt.timedelta(days=400)


@dataclass(frozen=True)
class File:
    content: bytes
    etag: str


def feed_of(token: str) -> Feed | None:
    """The feed at a secret address, or None where it never was or is revoked; notes that it was fetched."""
    feed = (
        Feed.objects.working()
        .filter(fingerprint=fingerprint_of(token), person__is_active=True)
        .select_related("person")
        .first()
    )
    if feed is not None and (feed.fetched_at is None or clock.now() - feed.fetched_at >= NOTED_EVERY):
        feed.fetched_at = clock.now()
        feed.save(update_fields=["fetched_at"])
    return feed


def file_of(feed: Feed) -> File:
    """The calendar of the feed's person as the person may see it today."""
    actor, language = actor_for(feed.person), feed.person.language

    def write() -> File:
        entries = [entry for entry in entries_for(actor) if _belongs(entry, feed, actor)]
        return _write(entries, _name_of(feed))

    return _from_memory((feed.scope, feed.group_id, language, actor), language, write)


def public_file() -> File:
    """What is everybody's to know."""

    def write() -> File:
        return _write([entry for entry in entries_for(PUBLIC) if entry.audience == Audience.PUBLIC], "Sluss")

    language = translation.get_language() or "sv"
    return _from_memory(("public", language), language, write)


def _belongs(entry: Entry, feed: Feed, actor: Actor) -> bool:
    if feed.scope == FeedScope.PERSONAL:
        return actor.person_id in entry.persons
    if feed.scope == FeedScope.GROUP:
        return entry.group_id == feed.group_id and feed.group_id in actor.groups
    return entry.audience in FOR_MEMBERS and bool(actor.roles)


def _name_of(feed: Feed) -> str:
    if feed.scope == FeedScope.PERSONAL:
        return _("Sluss: mine")
    if feed.group is not None:
        return _("Sluss: %(group)s") % {"group": feed.group.name}
    return _("Sluss: the members' calendar")


def _from_memory(key: tuple[object, ...], language: str, write: Callable[[], File]) -> File:
    stands = stamp()
    place = f"feed-{hashlib.sha256(repr((*key, clock.today())).encode()).hexdigest()}"
    kept = cache.get(place) if stands is not None else None
    if kept is not None and kept[0] == stands:
        known: File = kept[1]
        return known
    with translation.override(language):
        made = write()
    cache.set(place, (stands, made), KEPT)
    return made


def _write(entries: list[Entry], name: str) -> File:
    since = clock.today() - BACK
    content = as_ical((entry for entry in entries if entry.last_day >= since), name)
    return File(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
