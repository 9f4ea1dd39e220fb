"""Counting persons in the database."""

from typing import Any

from django.db.models import Count, Q

from sluss.contacts import rules
from sluss.contacts.codebook import book_of


def child_ages(version: str) -> list[str]:
    """The answers on age that say "a child", in a version of the codebook."""
    ages = book_of(version).variables["age"].codes
    return [] if ages is None else [c for c, group in ages.parents("class").items() if group == "child"]


def is_child(version: str, prefix: str = "") -> Q:
    """A child by age, or an accompanying child whose age isn't known."""
    by_age = Q(**{f"{prefix}answers__age__in": child_ages(version)})
    return by_age | Q(**{f"{prefix}role": rules.CHILD_ROLE})


def counts(version: str, prefix: str = "") -> dict[str, Any]:
    """Aggregates by name, over contacts or, with a prefix, over what contacts belong to."""
    here = Q(**{f"{prefix}removed_at__isnull": True, f"{prefix}pk__isnull": False})
    what = f"{prefix}pk"
    return {
        "persons": Count(what, filter=here),
        "exploited": Count(what, filter=here & Q(**{f"{prefix}role": rules.EXPLOITED_ROLE})),
        "children": Count(what, filter=here & is_child(version, prefix)),
        "known_elsewhere": Count(what, filter=here & Q(**{f"{prefix}answers__known_elsewhere": "yes"})),
        "in_group_cases": Count(what, filter=here & Q(**{f"{prefix}group_case__isnull": False})),
    }


COUNTS = ("persons", "exploited", "children", "known_elsewhere", "in_group_cases")


def as_totals(found: dict[str, int]) -> rules.Totals:
    return rules.Totals(**{name: found[name] or 0 for name in COUNTS})
