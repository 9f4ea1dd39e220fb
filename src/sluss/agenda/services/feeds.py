"""Calendar feeds: an address of one's own, made and revoked."""

import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sluss.agenda.models import Feed, FeedScope
from sluss.coalition.models import Group
from sluss.trust import clock
from sluss.trust.actor import Actor
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave


class NotInTheGroup(Refused):
    default = _("You sit in no such group any more.")


@transaction.atomic
def make_feed(actor: Actor, scope: FeedScope, group: Group | None = None) -> str:
    """Make an address for a calendar program, in place of an earlier one. Returns the token, which isn't kept.

    Raises:
        NotAllowed: not signed in, or without a role.
        NotInTheGroup: a group's calendar is for who sits in it.
    """
    if actor.person_id is None or not actor.roles:
        raise NotAllowed
    if scope == FeedScope.GROUP and (group is None or group.pk not in actor.groups):
        raise NotInTheGroup
    for earlier in Feed.objects.visible_to(actor).working().filter(scope=scope, group=group):
        _revoke(actor, earlier)
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        person_id=actor.person_id, scope=scope, group=group, fingerprint=fingerprint_of(token)
    )
    leave(actor, "make feed", feed, detail={"scope": scope})
    return token


@transaction.atomic
def revoke_feed(actor: Actor, feed: Feed) -> Feed:
    """The address stops working at once.

    Raises:
        NotAllowed: another person's.
    """
    if feed.person_id != actor.person_id:
        raise NotAllowed
    return _revoke(actor, feed)


def _revoke(actor: Actor, feed: Feed) -> Feed:
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    leave(actor, "revoke feed", feed, detail={"scope": feed.scope})
    return feed


def fingerprint_of(token: str) -> str:
    """SHA-256. A token of 256 random bits can't be guessed from it, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
