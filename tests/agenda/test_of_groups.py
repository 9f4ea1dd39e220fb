"""A group's page shows its dates and tasks to who may see them."""

import datetime as dt

from sluss.agenda import services
from sluss.agenda.dates import VagueDate
from sluss.coalition.models import Audience, Group
from sluss.coalition.selectors import actor_for
from sluss.trust.waiting import Part, items_for


def test_the_groups_own_dates_and_tasks_stand_on_its_page(sign_in, coordinator, reporter):
    group = Group.objects.create(name="Barnrapporten", starts=dt.date(2017, 1, 1))
    saga = actor_for(coordinator)
    services.keep_deadline(
        saga,
        title="Utkast till rapporten",
        when=VagueDate(dt.date(2017, 9, 1)),
        audience=Audience.GROUP,
        group=group,
    )
    services.give_task(saga, title="Be om beskrivningar", owner=coordinator, group=group)
    page = sign_in(coordinator).get(f"/organisationer/grupper/{group.pk}/").content.decode()
    assert "Utkast till rapporten" in page
    assert "Be om beskrivningar" in page
    outside = sign_in(reporter).get(f"/organisationer/grupper/{group.pk}/").content.decode()
    assert "Utkast till rapporten" not in outside
    assert "Be om beskrivningar" not in outside


def test_a_date_moved_by_hand_is_news(coordinator, reporter):
    saga = actor_for(coordinator)
    kept = services.keep_deadline(saga, title="Debattartikel", when=VagueDate(dt.date(2017, 3, 23)))
    services.move_deadline(saga, kept, VagueDate(dt.date(2017, 3, 30)), reason="Tidningen vill vänta")
    assert [str(item.title) for item in items_for(actor_for(reporter))[Part.NEW]] == [
        "Flyttat: Debattartikel"
    ]
