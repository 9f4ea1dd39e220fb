"""The statutes: versions, their difference in plain sight, and their rules as data."""

import datetime as dt

import pytest

from sluss.coalition.models import StatutesState, StatutesVersion
from sluss.coalition.rules import StatuteRules
from sluss.coalition.selectors import rules_on

pytestmark = pytest.mark.django_db


def adopted(number: int, valid_from: dt.date, state: str, **rules: object) -> StatutesVersion:
    kept = StatuteRules(**rules).as_json()  # type: ignore[arg-type]
    return StatutesVersion.objects.create(
        number=number, state=state, valid_from=valid_from, adopted_by="Årsmötet", rules_kept=kept
    )


def test_the_rules_are_those_of_the_version_in_force_on_the_day():
    assert rules_on(dt.date(2017, 3, 31)) == StatuteRules()
    adopted(1, dt.date(2013, 3, 1), StatutesState.SUPERSEDED, notice_days=14)
    adopted(2, dt.date(2017, 4, 1), StatutesState.IN_FORCE, notice_days=28)
    StatutesVersion.objects.create(number=3, rules_kept=StatuteRules(notice_days=1).as_json())
    days = {
        day: rules_on(day).notice_days
        for day in (dt.date(2013, 2, 28), dt.date(2017, 3, 31), dt.date(2017, 4, 1))
    }
    assert list(days.values()) == [21, 14, 28]
