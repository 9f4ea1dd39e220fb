"""Minutes: begun on what is known, written by several without loss, finished."""

import pytest

from sluss.meetings.models import AgendaItem, Minutes, MinutesState
from sluss.meetings.services.decisions import take_decision
from sluss.meetings.services.minutes import (
    ChangedMeanwhile,
    NotAdjusted,
    NotWritten,
    circulate,
    open_minutes,
    publish,
    reopen_minutes,
    save_minutes,
)
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.meetings.conftest import invite, make_meeting


@pytest.fixture
def saga(coordinator, actor):
    return actor(coordinator)


@pytest.fixture
def minutes(held, saga) -> Minutes:
    return open_minutes(saga, held, text="Ett\nTvå\nTre")


def test_minutes_are_begun_on_agenda_decisions_and_who_came(held, saga, organisation):
    opening = AgendaItem.objects.create(meeting=held, order=1, title="Mötet öppnas")
    AgendaItem.objects.create(meeting=held, order=2, title="Budget", outcome="Genomgång.", tabled=True)
    take_decision(saga, text="Anna är ordförande.", item=opening)
    invite(held, "Rut Rapportör", organisation=organisation, attended=True)
    invite(held, "Kim Gäst", attended=True, attended_remotely=True)
    invite(held, "Bo Borta")
    assert open_minutes(saga, held).text == (
        "# Plattformsmöte\n\n10 mars 13.00, Stockholm\n\n"
        "## Närvarande\n\n- Rut Rapportör (Fyrtornet)\n\n## Med på video\n\n- Kim Gäst\n\n"
        "Inbjudna men inte närvarande: 1\n\n"
        "## § 1 Mötet öppnas\n\n**Beslut 2017:1:** Anna är ordförande.\n\n"
        "## § 2 Budget\n\nGenomgång. Skjuts upp till nästa möte.\n"
    )


def test_opening_the_minutes_again_changes_nothing(minutes, saga, held):
    save_minutes(saga, minutes, text="Skrivet", based_on=1)
    assert open_minutes(saga, held).text == "Skrivet"
    assert minutes.versions.count() == 2


def test_each_saving_is_a_version_that_can_be_read_again(minutes, saga):
    for number, text in enumerate(["a", "b", "c"], start=1):
        save_minutes(saga, minutes, text=text, based_on=number)
    assert list(minutes.versions.values_list("version", "text")) == [
        (4, "c"), (3, "b"), (2, "a"), (1, "Ett\nTvå\nTre"),
    ]  # fmt: skip


def test_saving_what_stands_makes_no_version(minutes, saga):
    assert save_minutes(saga, minutes, text="Ett\r\nTvå\r\nTre", based_on=1).version == 1


def test_one_sitting_leaves_one_line_in_the_trail(minutes, saga):
    for number in range(1, 6):
        save_minutes(saga, minutes, text=f"text {number}", based_on=number)
    assert TrailEntry.objects.filter(verb="write minutes").count() == 1


def test_two_secretaries_lose_nothing_and_the_second_sees_the_change_first(board, secretary, saga, actor):
    minutes = open_minutes(saga, make_meeting(group=board), text="Ett\nTvå\nTre")
    stina = actor(secretary)
    save_minutes(saga, minutes, text="Ett, av Saga\nTvå\nTre", based_on=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_minutes(stina, minutes, text="Ett\nTvå\nTre, av Stina", based_on=1)
    meanwhile = refused.value.meanwhile
    assert (meanwhile.version, meanwhile.changed_by) == (2, "Saga Samordnare")
    assert [run.words for run in meanwhile.theirs if run.piece == "put in"] == [", av Saga"]
    assert meanwhile.together.text == "Ett, av Saga\nTvå\nTre, av Stina"
    minutes.refresh_from_db()
    assert minutes.text == "Ett, av Saga\nTvå\nTre"
    assert [kept.text for kept in minutes.beside.all()] == ["Ett\nTvå\nTre, av Stina"]

    save_minutes(stina, minutes, text=meanwhile.together.text, based_on=meanwhile.version)
    minutes.refresh_from_db()
    assert minutes.text == "Ett, av Saga\nTvå\nTre, av Stina"
    assert minutes.beside.filter(settled_at=None).count() == 0


def test_writing_on_against_an_older_version_keeps_the_latest_text_beside(minutes, saga, actor, secretary):
    save_minutes(saga, minutes, text="ny", based_on=1)
    for text in ("min", "min text"):
        with pytest.raises(ChangedMeanwhile):
            save_minutes(saga, minutes, text=text, based_on=1)
    assert [kept.text for kept in minutes.beside.all()] == ["min text"]


def test_who_does_not_lead_the_meeting_writes_nothing(held, minutes, actor, lead):
    with pytest.raises(NotAllowed):
        save_minutes(actor(lead), minutes, text="x", based_on=1)
    with pytest.raises(NotAllowed):
        open_minutes(actor(lead), held)


def test_a_draft_is_seen_by_who_keeps_it_only(minutes, saga, actor, lead):
    assert list(Minutes.objects.visible_to(actor(lead))) == []
    publish(saga, minutes)
    assert list(Minutes.objects.visible_to(actor(lead))) == [minutes]
    assert list(Minutes.objects.visible_to(saga)) == [minutes]


def test_sent_minutes_are_changed_only_when_reopened_and_others_read_what_was_sent(minutes, saga):
    publish(saga, minutes)
    with pytest.raises(WrongState):
        save_minutes(saga, minutes, text="Rättat", based_on=1)
    reopen_minutes(saga, minutes, reason="Fel datum")
    save_minutes(saga, minutes, text="Rättat", based_on=1)
    minutes.refresh_from_db()
    assert (minutes.text, minutes.published_text) == ("Rättat", "Ett\nTvå\nTre")
    publish(saga, minutes)
    assert minutes.published_text == "Rättat"


def test_minutes_with_who_adjusts_them_are_not_sent_out_yet(minutes, saga):
    circulate(saga, minutes)
    assert minutes.state == MinutesState.CIRCULATED
    with pytest.raises(WrongState):
        publish(saga, minutes)


def test_empty_minutes_are_not_sent_out(minutes, saga):
    save_minutes(saga, minutes, text=" ", based_on=1)
    with pytest.raises(NotWritten):
        publish(saga, minutes)
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.DRAFT


def test_what_is_inner_does_not_stand_in_the_minutes(held, saga):
    AgendaItem.objects.create(meeting=held, order=1, title="Öppet")
    inner = AgendaItem.objects.create(meeting=held, order=2, title="Personalärende", inner=True)
    take_decision(saga, text="Lönen höjs.", item=inner)
    text = open_minutes(saga, held).text
    assert ("Öppet" in text, "Personal" in text, "Lönen" in text) == (True, False, False)


def test_an_annual_meetings_minutes_are_adjusted_before_they_are_sent(saga, friday):
    minutes = open_minutes(saga, make_meeting(kind="annual"), text="Protokoll")
    with pytest.raises(NotAdjusted):
        publish(saga, minutes)
