"""Perspectives: the coordinator makes, changes and retires them; the standard ones come with Sluss."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sluss.contacts.codebook import book_of
from sluss.contacts.models import Round
from sluss.statistics import tables
from sluss.statistics.models import Audience, Calendar, Perspective
from sluss.trust.actor import SYSTEM, Actor, Role
from sluss.trust.refusals import NotAllowed, Refused
from sluss.trust.trail import leave
from veil.codebook import Codebook

STANDARD = Path(__file__).resolve().parent.parent / "perspectives.toml"


class TitleMissing(Refused):
    default = _("Give the table a title in Swedish.")


@dataclass(frozen=True)
class Definition:
    """What a perspective asks for; texts are {"sv", "en"}. See `models.Perspective`."""

    title: dict[str, str]
    dimensions: list[str]
    filter: dict[str, list[str]] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    calendar: str = Calendar.YEAR
    audience: str = Audience.PUBLIC
    order: int = 100

    def unsaved(self, slug: str) -> Perspective:
        """A perspective that is stored nowhere: for looking at before it is kept."""
        return Perspective(slug=slug, **self.fields)

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def save_perspective(
    actor: Actor, definition: Definition, codebook: Codebook, perspective: Perspective | None = None
) -> Perspective:
    """Make a perspective, or change one. It counts from the next check of a release on.

    Raises:
        NotAllowed: only the coordinator makes them.
        TitleMissing: no Swedish title.
        BadPerspective: it asks for what the codebook can't give.
    """
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    if not definition.title.get("sv", "").strip():
        raise TitleMissing(field="title_sv")
    tables.check(definition.unsaved("new"), codebook)
    with transaction.atomic():
        kept = perspective or Perspective(slug=free_slug(definition.title["sv"]), made_by_id=actor.person_id)
        for name, value in definition.fields.items():
            setattr(kept, name, value)
        kept.save()
        leave(actor, "change perspective" if perspective else "make perspective", kept)
    return kept


def free_slug(title: str) -> str:
    """An address of its own for the title."""
    stem = slugify(title)[:50] or "underlag"
    taken = set(Perspective.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


def retire(actor: Actor, perspective: Perspective) -> Perspective:
    """Take a perspective out of use: coming releases are made without it, published tables stay."""
    return _use(actor, perspective, in_use=False)


def take_up(actor: Actor, perspective: Perspective) -> Perspective:
    """Use a retired perspective again."""
    return _use(actor, perspective, in_use=True)


def _use(actor: Actor, perspective: Perspective, *, in_use: bool) -> Perspective:
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    with transaction.atomic():
        perspective.in_use = in_use
        perspective.save(update_fields=["in_use"])
        leave(actor, "take up perspective" if in_use else "retire perspective", perspective)
    return perspective


def ensure_standard_perspectives() -> None:
    """Make the standard tables and the yearly plan's perspectives where they are missing.

    What the coordinator has changed or retired stays as it is.
    """
    with STANDARD.open("rb") as lines:
        entries = tomllib.load(lines)["perspective"]
    kept = set(Perspective.objects.values_list("slug", flat=True))
    for order, entry in enumerate(entries, start=1):
        slug = entry.pop("slug")
        if slug not in kept:
            perspective = Definition(order=order * 10, **entry).unsaved(slug)
            perspective.save()
            leave(SYSTEM, "make perspective", perspective)


def newest_book() -> Codebook:
    """The codebook that the newest round uses."""
    newest = Round.objects.order_by("-period_start").first()
    return book_of(
        newest.codebook_version if newest else Round._meta.get_field("codebook_version").get_default()
    )
