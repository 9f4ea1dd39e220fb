"""Dates: put in, moved with a reason, met, missed, waived; decided when they were tentative."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluss.agenda import services
from sluss.agenda.calendar import entries_for
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.models import Deadline, DeadlineKind, DeadlineState
from sluss.coalition.models import Audience
from sluss.coalition.selectors import actor_for
from sluss.trust.actor import PUBLIC, Role
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.agenda.conftest import keep
from tests.conftest import make_person

AUTUMN = VagueDate(dt.date(2017, 12, 31), Precision.TERM)
MAY_19 = VagueDate(dt.date(2017, 5, 19))


def test_the_leader_of_a_group_keeps_its_dates_and_no_others(convener, group, saga):
    leader = actor_for(convener)
    assert keep(leader, group=group, audience=Audience.GROUP).group == group
    with pytest.raises(NotAllowed):
        keep(leader)
    others = keep(saga)
    with pytest.raises(NotAllowed):
        services.move_deadline(leader, others, MAY_19, reason="Ny dag")


def test_a_member_of_a_group_sees_its_dates_and_who_is_outside_does_not(convener, member, outsider, group):
    made = keep(actor_for(convener), group=group, audience=Audience.GROUP)
    assert list(Deadline.objects.visible_to(actor_for(member))) == [made]
    assert list(Deadline.objects.visible_to(actor_for(outsider))) == []
    assert list(Deadline.objects.visible_to(PUBLIC)) == []


def test_who_sees_to_a_date_sees_it_whatever_its_audience(saga, outsider):
    made = keep(saga, audience=Audience.BOARD, owner=outsider)
    assert list(Deadline.objects.visible_to(actor_for(outsider))) == [made]


def test_shown_to_a_group_it_must_have_one(saga):
    with pytest.raises(services.NoGroup):
        keep(saga, audience=Audience.GROUP)


def test_a_moved_date_stays_open_and_the_trail_keeps_why(saga):
    made = keep(saga)
    moved = services.move_deadline(saga, made, MAY_19, reason="GRETA bad om mer tid")
    assert (moved.date, moved.state, moved.reason) == (
        dt.date(2017, 5, 19),
        DeadlineState.OPEN,
        "GRETA bad om mer tid",
    )
    line = TrailEntry.objects.get(verb="move deadline")
    assert (line.reason, line.detail) == ("GRETA bad om mer tid", {"from": "2017-04-10", "to": "2017-05-19"})
    assert moved.sequence == made.sequence + 1


def test_who_sees_to_it_moves_it_and_says_that_it_is_done(saga, outsider):
    made, own = keep(saga, owner=outsider), actor_for(outsider)
    services.move_deadline(own, made, MAY_19, reason="Sjuk")
    assert services.meet_deadline(own, made).state == DeadlineState.DONE


def test_a_missed_date_that_is_moved_is_open_again(saga):
    made = services.miss_deadline(saga, keep(saga), reason="Glömt")
    assert services.move_deadline(saga, made, MAY_19, reason="Nytt försök").state == DeadlineState.OPEN


def test_what_is_done_is_not_moved_before_it_is_opened_again(saga):
    made = services.meet_deadline(saga, keep(saga))
    with pytest.raises(WrongState):
        services.move_deadline(saga, made, MAY_19, reason="Nej")
    assert services.reopen_deadline(saga, made).state == DeadlineState.OPEN


def test_a_waived_date_is_shown_as_cancelled_in_calendars(saga):
    services.waive_deadline(saga, keep(saga), reason="Behövs inte")
    (entry,) = entries_for(saga)
    assert entry.cancelled


def test_a_date_reckoned_from_a_meeting_is_not_moved_by_hand(saga, group):
    (derived,) = services.derive(saga, group, [services.Derived("notice", "Kallelse", dt.date(2017, 3, 10))])
    with pytest.raises(services.FollowsFromAThing):
        services.move_deadline(saga, derived, MAY_19, reason="Nej")


def test_choosing_the_other_date_makes_it_the_date_and_ends_the_doubt(saga):
    made = keep(saga, "Workshop", when=MAY_19, tentative=True, alternatives=[AUTUMN])
    chosen = services.choose_alternative(saga, made, made.alternatives.get().pk)
    assert (chosen.when, chosen.tentative, chosen.alternatives.count()) == (AUTUMN, False, 0)


def test_the_first_date_can_be_settled_too(saga):
    made = keep(saga, "Workshop", when=MAY_19, tentative=True, alternatives=[AUTUMN])
    settled = services.settle_date(saga, made)
    assert (settled.when, settled.tentative, settled.alternatives.count()) == (MAY_19, False, 0)


def test_an_alternative_that_was_decided_meanwhile_is_refused(saga):
    made = keep(saga, when=MAY_19, alternatives=[AUTUMN])
    gone = made.alternatives.get().pk
    services.settle_date(saga, made)
    with pytest.raises(services.NotAnAlternative):
        services.choose_alternative(saga, made, gone)


# following from a thing


def notice(day: dt.date) -> services.Derived:
    return services.Derived("notice", "Kallelse till årsmötet", day)


def test_what_is_reckoned_from_a_meeting_moves_with_it_and_keeps_its_number(saga, group):
    (first,) = services.derive(saga, group, [notice(dt.date(2017, 3, 10))])
    (moved,) = services.derive(saga, group, [notice(dt.date(2017, 3, 17))])
    assert (moved.pk, moved.date, moved.sequence) == (first.pk, dt.date(2017, 3, 17), 1)
    assert moved.set_on == dt.date(2017, 3, 10)
    (same,) = services.derive(saga, group, [notice(dt.date(2017, 3, 17))])
    assert same.sequence == 1


def test_what_no_longer_follows_is_waived(saga, group):
    services.derive(saga, group, [notice(dt.date(2017, 3, 10))])
    services.derive(saga, group, [])
    assert Deadline.objects.get().state == DeadlineState.WAIVED


# pages


@pytest.fixture
def client(coordinator, sign_in):
    return sign_in(coordinator)


def typed(**more) -> dict[str, object]:
    return {
        "title": "Komplettering till GRETA", "when_day": "10", "when_month": "4", "when_year": "2017",
        "kind": "external", "audience": "members", "ladder": ["21", "7"], **more,
    }  # fmt: skip


def test_a_date_is_put_in_by_the_form(client, saga):
    answer = client.post(reverse("agenda:deadline_new"), typed())
    made = Deadline.objects.get()
    assert answer.headers["Location"] == reverse("agenda:deadline", args=[made.pk])
    assert (made.when, made.kind, made.ladder) == (
        VagueDate(dt.date(2017, 4, 10)),
        DeadlineKind.EXTERNAL,
        [21, 7],
    )


def test_thirty_february_is_refused_with_the_reason_and_nothing_typed_is_lost(client):
    answer = client.post(reverse("agenda:deadline_new"), typed(when_day="30", when_month="2"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Det finns ingen 30 februari 2017: månaden har 28 dagar." in page
    assert 'value="Komplettering till GRETA"' in page


def test_the_list_shows_what_has_passed_first_and_vague_dates_as_at_the_latest(client, saga):
    keep(saga, "OSCE-övning", when=VagueDate(dt.date(2017, 6, 30), Precision.MONTH))
    keep(saga, "Remissvar", dt.date(2017, 2, 23))
    page = client.get(reverse("agenda:deadlines")).content.decode()
    assert "Ett datum har passerat utan att vara klart" in page
    assert page.index("Remissvar") < page.index("OSCE-övning")
    assert "Senast juni 2017" in " ".join(page.split())


def test_the_list_is_narrowed_by_whose_kind_and_state(client, saga, coordinator):
    keep(saga, "Min", owner=coordinator)
    keep(saga, "Annans", kind=DeadlineKind.EXTERNAL)
    services.meet_deadline(saga, keep(saga, "Klar"))
    for query, shown in (
        ("", {"Min", "Annans"}),
        ("?whose=mine", {"Min"}),
        ("?kind=external", {"Annans"}),
        ("?state=closed", {"Klar"}),
    ):
        page = client.get(reverse("agenda:deadlines") + query).content.decode()
        assert {title for title in ("Min", "Annans", "Klar") if f">{title}</a>" in page} == shown


def test_the_list_asks_the_database_no_more_for_many_dates(client, saga, coordinator):
    asked = []
    for many in (2, 30):
        for number in range(many):
            keep(saga, f"Nummer {number}", owner=coordinator, alternatives=[AUTUMN])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("agenda:deadlines"))
        asked.append(len(queries))
    assert asked[1] <= asked[0]


def test_a_date_that_is_not_mine_to_see_is_not_there(saga, outsider, sign_in):
    made = keep(saga, audience=Audience.BOARD)
    assert sign_in(outsider).get(reverse("agenda:deadline", args=[made.pk])).status_code == 404


def test_who_only_sees_a_date_cannot_act_on_it(saga, outsider, sign_in):
    made = keep(saga)
    client = sign_in(outsider)
    assert client.get(reverse("agenda:deadline", args=[made.pk])).status_code == 200
    for name, arguments in (
        ("deadline_deed", ["klart"]), ("deadline_ask", ["utgar"]), ("deadline_move", []), ("deadline_change", []),
    ):  # fmt: skip
        assert client.post(reverse(f"agenda:{name}", args=[made.pk, *arguments])).status_code == 404


def test_a_look_at_a_button_does_nothing(client, saga):
    made = keep(saga)
    assert client.get(reverse("agenda:deadline_deed", args=[made.pk, "klart"])).status_code == 405
    made.refresh_from_db()
    assert made.state == DeadlineState.OPEN


def test_moving_on_the_page_asks_for_a_reason(client, saga):
    made = keep(saga)
    url = reverse("agenda:deadline_move", args=[made.pk])
    new = {"when_day": "19", "when_month": "5", "when_year": "2017"}
    assert client.post(url, new).status_code == 422
    assert client.post(url, new | {"reason": "De bad om det"}).status_code == 302
    made.refresh_from_db()
    assert made.when == MAY_19


def test_the_page_of_a_date_shows_what_can_be_done(client, saga):
    made = keep(saga, "Workshop", when=MAY_19, tentative=True, alternatives=[AUTUMN])
    page = " ".join(client.get(reverse("agenda:deadline", args=[made.pk])).content.decode().split())
    assert "eller hösten 2017" in page
    client.post(reverse("agenda:alternative_choose", args=[made.pk, made.alternatives.get().pk]))
    made.refresh_from_db()
    assert made.when == AUTUMN


def test_a_guest_from_an_authority_sees_what_is_for_partners(saga, friday, sign_in):
    guest = make_person("Gäst", None, Role.AUTHORITY)
    keep(saga, "För alla medlemmar")
    keep(saga, "För myndigheter", audience=Audience.PARTNERS)
    page = sign_in(guest).get(reverse("agenda:deadlines")).content.decode()
    assert "För myndigheter" in page
    assert "För alla medlemmar" not in page
