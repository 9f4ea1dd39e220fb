"""Calendar feeds: whose they are, what they hold, and that another program reads them."""

import datetime as dt
import re

import pytest
import vobject
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils.http import http_date

from sluss.agenda import calendar, services
from sluss.agenda.calendar import Entry
from sluss.agenda.dates import Precision, VagueDate
from sluss.agenda.ical import as_ical
from sluss.agenda.models import Deadline, Feed, FeedScope
from sluss.coalition.models import Audience, Seat
from sluss.coalition.selectors import actor_for
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.agenda.conftest import keep

UTC = dt.UTC
JUNE = VagueDate(dt.date(2017, 6, 30), Precision.MONTH)


def fetch(token: str, **headers: str):
    return Client().get(reverse("agenda:feed", args=[token]), headers=headers)


def titles(answer) -> set[str]:
    return {
        event.summary.value for event in vobject.readOne(answer.content.decode()).contents.get("vevent", [])
    }


@pytest.fixture
def personal(member) -> str:
    return services.make_feed(actor_for(member), FeedScope.PERSONAL)


def test_the_own_feed_holds_own_dates_and_tasks_and_nothing_else(saga, member, personal):
    keep(saga, "Min", owner=member)
    keep(saga, "Min som ersättare", deputy=member)
    keep(saga, "Annans")
    services.give_task(saga, title="Boka lokal", owner=member, due=dt.date(2017, 3, 20))
    assert titles(fetch(personal)) == {"Min", "Min som ersättare", "Uppgift: Boka lokal"}


def test_a_groups_feed_holds_what_is_the_groups(saga, member, group):
    keep(saga, "Gruppens", group=group, audience=Audience.GROUP)
    keep(saga, "Alla medlemmars")
    token = services.make_feed(actor_for(member), FeedScope.GROUP, group)
    assert titles(fetch(token)) == {"Gruppens"}


def test_the_members_feed_holds_what_members_may_see_and_nothing_of_the_boards(saga, member, group):
    keep(saga, "Alla medlemmars")
    keep(saga, "Styrelsens", audience=Audience.BOARD)
    keep(saga, "Gruppens", group=group, audience=Audience.GROUP)
    token = services.make_feed(actor_for(member), FeedScope.MEMBERS)
    assert titles(fetch(token)) == {"Alla medlemmars"}


def test_the_public_feed_holds_what_is_for_everybody(saga):
    keep(saga, "Alla medlemmars")
    keep(saga, "Anti-Trafficking Day", audience=Audience.PUBLIC)
    assert titles(Client().get(reverse("agenda:public_feed"))) == {"Anti-Trafficking Day"}


def test_what_one_may_no_longer_see_is_gone_at_the_next_fetch(saga, member, group):
    keep(saga, "Gruppens", group=group, audience=Audience.GROUP)
    token = services.make_feed(actor_for(member), FeedScope.GROUP, group)
    assert titles(fetch(token)) == {"Gruppens"}
    Seat.objects.filter(person=member).update(ends=dt.date(2017, 3, 9))
    assert titles(fetch(token)) == set()


def test_a_moved_date_moves_in_the_feed_with_the_next_sequence(saga, member, personal):
    made = keep(saga, "Min", owner=member)
    before = vobject.readOne(fetch(personal).content.decode()).vevent
    services.move_deadline(saga, made, VagueDate(dt.date(2017, 5, 19)), reason="Ny dag")
    after = vobject.readOne(fetch(personal).content.decode()).vevent
    assert after.uid.value == before.uid.value
    assert (before.dtstart.value, after.dtstart.value) == (dt.date(2017, 4, 10), dt.date(2017, 5, 19))
    assert (int(before.sequence.value), int(after.sequence.value)) == (0, 1)


def test_only_a_fingerprint_of_the_address_is_kept_and_the_trail_does_not_know_it(member, personal):
    assert personal not in str(list(Feed.objects.values()))
    assert personal not in str(list(TrailEntry.objects.values()))


def test_a_new_address_ends_the_old_one_and_a_revoked_one_is_gone(member, personal):
    renewed = services.make_feed(actor_for(member), FeedScope.PERSONAL)
    assert (fetch(personal).status_code, fetch(renewed).status_code) == (404, 200)
    services.revoke_feed(actor_for(member), Feed.objects.working().get())
    assert fetch(renewed).status_code == 404
    assert fetch("gissad").status_code == 404


def test_who_has_left_gets_nothing(member, personal):
    member.is_active = False
    member.save()
    assert fetch(personal).status_code == 404


def test_another_persons_address_is_not_revoked_and_a_foreign_group_not_followed(
    member, outsider, personal, group
):
    with pytest.raises(NotAllowed):
        services.revoke_feed(actor_for(outsider), Feed.objects.get())
    with pytest.raises(services.NotInTheGroup):
        services.make_feed(actor_for(outsider), FeedScope.GROUP, group)


def test_nothing_new_is_answered_with_304_and_the_same_bytes_until_something_changes(saga, member, personal):
    keep(saga, "Min", owner=member)
    first = fetch(personal)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = fetch(personal, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    services.meet_deadline(saga, keep(saga, "Ny", owner=member))
    changed = fetch(personal, if_none_match=first.headers["ETag"])
    assert changed.status_code == 200
    assert titles(changed) == {"Min", "Ny"}


def test_a_fetch_is_noted_on_the_page_and_asks_for_no_session(member, personal, sign_in):
    answer = fetch(personal)
    assert answer.cookies == {}
    page = " ".join(sign_in(member).get(reverse("agenda:feeds")).content.decode().split())
    assert "Hämtades senast" in page


# the file itself


def entry(**given) -> Entry:
    return Entry(
        **{"uid": "x-1", "title": "Möte", "starts": dt.datetime(2017, 1, 10, 12, tzinfo=UTC)} | given
    )


def read(*entries: Entry):
    return vobject.readOne(as_ical(entries, "Sluss").decode())


def test_thirteen_in_stockholm_is_thirteen_in_winter_and_in_summer():
    winter = entry(uid="v", starts=dt.datetime(2017, 1, 10, 12, tzinfo=UTC))
    summer = entry(uid="s", starts=dt.datetime(2017, 7, 10, 11, tzinfo=UTC))
    file = as_ical([winter, summer], "Sluss").decode()
    assert "DTSTART:20170110T120000Z" in file
    assert "DTSTART:20170710T110000Z" in file
    from zoneinfo import ZoneInfo

    hours = [
        e.dtstart.value.astimezone(ZoneInfo("Europe/Stockholm")).hour
        for e in vobject.readOne(file).vevent_list
    ]
    assert hours == [13, 13]


def test_a_day_is_a_date_with_an_exclusive_end():
    file = as_ical(
        [entry(starts=dt.date(2017, 5, 30), ends=dt.date(2017, 5, 31), kind="external")], "Sluss"
    ).decode()
    assert "DTSTART;VALUE=DATE:20170530\r\n" in file
    assert "DTEND;VALUE=DATE:20170601\r\n" in file
    assert "TRANSP:TRANSPARENT\r\n" in file


def test_a_vague_date_stands_on_its_last_day_and_says_so(friday):
    from django.utils import translation

    with translation.override("sv"):
        event = read(entry(title="OSCE-övning", starts=JUNE.day, precision=Precision.MONTH)).vevent
    assert event.summary.value == "Senast: OSCE-övning (juni 2017)"
    assert event.dtstart.value == dt.date(2017, 6, 30)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "CONFIRMED"),
        ({"tentative": True}, "TENTATIVE"),
        ({"cancelled": True, "tentative": True}, "CANCELLED"),
    ],
)
def test_the_state_is_said(given, status):
    assert read(entry(**given)).vevent.status.value == status


def test_the_file_is_as_the_standard_wants_it():
    """RFC 5545 3.1, 3.4, 3.6: lines end in CRLF, are folded at 75 octets, and the required properties are there."""
    long = "Kallelse till årsmötet; handlingar, valberedningens förslag och motioner " * 3
    file = as_ical([entry(title=long), entry(uid="y", starts=dt.date(2017, 3, 10))], "Sluss: åäö")
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert max(map(len, file.split(b"\r\n"))) <= 75
    text = re.sub(rb"\r\n[ \t]", b"", file).decode()
    for line in ("VERSION:2.0", "CALSCALE:GREGORIAN", "NAME:Sluss: åäö", "X-WR-CALNAME:Sluss: åäö",
                 "REFRESH-INTERVAL;VALUE=DURATION:PT1H"):  # fmt: skip
        assert text.count(f"\r\n{line}\r\n") == 1
    assert text.count("PRODID:") == 1
    for event in text.split("BEGIN:VEVENT")[1:]:
        for wanted in ("UID:", "DTSTAMP:", "DTSTART", "SEQUENCE:", "STATUS:", "TRANSP:"):
            assert event.count(f"\r\n{wanted}") == 1
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    assert vobject.readOne(file.decode()).vevent_list[0].summary.value == long


def test_the_same_entries_make_the_same_bytes():
    assert as_ical([entry()], "Sluss") == as_ical([entry()], "Sluss")


def test_a_room_without_a_stamp_is_asked_each_time(saga, member, personal, monkeypatch):
    shown = [entry(persons=frozenset({member.pk}), title="Först")]
    monkeypatch.setitem(calendar._tellers, lambda actor: shown, None)
    assert titles(fetch(personal)) == {"Först"}
    shown[0] = entry(persons=frozenset({member.pk}), title="Sedan")
    assert titles(fetch(personal)) == {"Sedan"}


def test_the_page_makes_an_address_and_shows_it_once(member, group, sign_in):
    client = sign_in(member)
    page = client.post(reverse("agenda:feeds"), {"which": f"group-{group.pk}"}).content.decode()
    token = re.search(r"/kalender/floden/([\w-]+)\.ics", page).group(1)
    assert f"webcal://testserver/kalender/floden/{token}.ics" in page
    assert fetch(token).status_code == 200
    assert token not in client.get(reverse("agenda:feeds")).content.decode()
    client.post(reverse("agenda:feed_revoke", args=[Feed.objects.get().pk]))
    assert fetch(token).status_code == 404


def test_what_is_no_longer_ones_to_see_leaves_the_calendar_also_of_who_asks_by_time(saga, member, personal):
    taken_away = keep(saga, "Förtroligt", owner=member)
    keep(saga, "Min", owner=member)
    assert titles(fetch(personal)) == {"Förtroligt", "Min"}
    later = http_date(dt.datetime(2030, 1, 1, tzinfo=dt.UTC).timestamp())
    Deadline.objects.filter(pk=taken_away.pk).update(owner=None, audience="board", sequence=F("sequence") + 1)
    assert titles(fetch(personal, if_modified_since=later)) == {"Min"}
