import datetime as dt

from django.utils import timezone

from sluss.trust import clock


def test_the_demo_stands_on_the_day_it_was_moved_to(stand_on):
    stand_on(dt.date(2017, 3, 10))
    assert clock.today() == dt.date(2017, 3, 10)
    stand_on(dt.date(2017, 3, 11))
    assert clock.today() == dt.date(2017, 3, 11)


def test_outside_the_demo_the_clock_is_the_real_one_even_if_it_was_moved_before(stand_on, settings):
    stand_on(dt.date(2017, 3, 10))
    settings.DEMO = False
    assert clock.today() == timezone.localdate()
