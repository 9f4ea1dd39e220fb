"""The audit trail: who read or changed what, when and why. It names things by kind and number only."""

from typing import Any

from sluss.trust.actor import Actor


def leave(
    actor: Actor,
    verb: str,
    thing: Any,
    *,
    organisation_id: int | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Leave one line in the trail.

    `detail` holds codes, counts and states, never a person's data. The organisation is taken from the
    thing where it has one.
    """
    from sluss.trust.models import TrailEntry  # models ask the trail through `states`

    TrailEntry.objects.create(
        actor_id=actor.person_id,
        actor_name=actor.name,
        verb=verb,
        kind=thing._meta.label_lower,
        thing_id=thing.pk,
        organisation_id=organisation_id or getattr(thing, "organisation_id", None),
        reason=reason,
        detail=detail or {},
    )
