"""A return is sent in, asked back about, accepted, reopened."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils.translation import override

from sluss.contacts import services
from sluss.contacts.models import RETURN_STATES, Contact, Query, Return, ReturnState
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.contacts.persons import child_of, exploited, put

UNTIL = dt.date(2017, 4, 2)


@pytest.fixture
def sent(return_, rut) -> Return:
    put(rut, return_, exploited(), child_of(0), exploited())
    return services.submit_return(rut, return_)


def state(return_: Return) -> str:
    return Return.objects.get(pk=return_.pk).state


def test_a_complete_return_is_sent_in(sent, reporter):
    sent.refresh_from_db()
    assert (sent.state, sent.submitted_by, sent.late) == (ReturnState.SUBMITTED, reporter, False)


def test_an_empty_return_is_no_answer(return_, rut):
    with pytest.raises(services.NobodyReported):
        services.submit_return(rut, return_)
    assert state(return_) == ReturnState.NOT_STARTED


def test_we_met_nobody_is_a_complete_answer(return_, rut):
    services.submit_nil(rut, return_)
    return_.refresh_from_db()
    assert (return_.state, return_.nil) == (ReturnState.SUBMITTED, True)


def test_nobody_met_and_persons_reported_contradict_each_other(return_, rut):
    put(rut, return_, exploited())
    with pytest.raises(services.PersonsReported):
        services.submit_nil(rut, return_)


def test_what_is_left_is_listed_person_by_person_and_nothing_is_sent(return_, rut):
    incomplete = services.NewContact("directly_exploited", {"first_contact": "2016-03"}, complete=False)
    put(rut, return_, exploited(), incomplete)
    with pytest.raises(services.NotReady) as refused:
        services.submit_return(rut, return_)
    assert {point.contact.number for point in refused.value.points} == {2}
    assert [point.finding.variable for point in refused.value.points] == [
        "sex",
        "age",
        "citizenship",
        "forms",
        "police_report",
    ]
    assert state(return_) == ReturnState.DRAFT


def test_a_list_that_calls_itself_complete_is_checked_all_the_same(return_, rut):
    put(rut, return_, services.NewContact("directly_exploited", {}, complete=True))
    with pytest.raises(services.NotReady):
        services.submit_return(rut, return_)


def test_persons_taken_away_are_destroyed_when_the_return_is_sent_in(return_, rut):
    first, _second = put(rut, return_, exploited(), exploited())
    services.remove_contact(rut, first)
    services.submit_return(rut, return_)
    assert Contact.with_removed.filter(of_return=return_).count() == 1


def test_a_return_sent_after_the_lock_is_refused_and_kept_as_draft(return_, rut, stand_on):
    put(rut, return_, exploited())
    stand_on(return_.round.locks + dt.timedelta(days=1))
    with pytest.raises(services.ReturnClosed):
        services.submit_return(rut, return_)
    assert (state(return_), return_.contacts.count()) == (ReturnState.DRAFT, 1)


def test_a_return_sent_after_it_was_due_is_taken_in_and_marked_late(return_, rut, stand_on):
    put(rut, return_, exploited())
    stand_on(return_.round.due + dt.timedelta(days=1))
    assert services.submit_return(rut, return_).late is True


def test_a_return_sent_in_is_taken_back_to_change_it(sent, rut):
    services.take_back(rut, sent)
    assert state(sent) == ReturnState.DRAFT


def test_a_return_is_not_taken_back_when_the_round_has_closed(sent, rut, stand_on):
    stand_on(sent.round.locks + dt.timedelta(days=1))
    with pytest.raises(services.ReturnClosed):
        services.take_back(rut, sent)
    assert state(sent) == ReturnState.SUBMITTED


def test_another_organisation_sends_nothing_in(return_, rut, stranger, actor):
    put(rut, return_, exploited())
    for verb in (services.submit_return, services.submit_nil, services.take_back):
        with pytest.raises(NotAllowed):
            verb(actor(stranger), return_)


def test_a_question_on_one_answer_gives_the_return_back_to_be_mended(sent, saga, rut):
    person = sent.contacts.first()
    query = services.query_return(saga, sent, "Stämmer det?", contact=person, variable="police_report")
    assert (state(sent), query.variable) == (ReturnState.QUERIED, "police_report")
    person.refresh_from_db()
    services.save_answers(rut, person, "authorities", {"police_report": "yes"}, version=person.version)
    assert Contact.objects.get(pk=person.pk).answers["police_report"] == "yes"


def test_with_the_last_question_answered_the_return_goes_back_by_itself(sent, saga, rut):
    first = services.query_return(saga, sent, "Stämmer det?")
    second = services.query_return(saga, sent, "Och det?")
    services.answer_query(rut, first, "right")
    assert state(sent) == ReturnState.QUERIED
    services.answer_query(rut, second, "", "Ja, vi har räknat igen.")
    assert state(sent) == ReturnState.SUBMITTED


def test_a_question_can_be_answered_when_the_round_has_closed(sent, saga, rut, stand_on):
    stand_on(sent.round.locks + dt.timedelta(days=10))
    query = services.query_return(saga, sent, "Stämmer det?")
    services.answer_query(rut, query, "right")
    assert state(sent) == ReturnState.SUBMITTED


def test_an_answer_that_leaves_a_person_incomplete_does_not_send_the_return(sent, saga, rut):
    person = sent.contacts.first()
    query = services.query_return(saga, sent, "Stämmer det?", contact=person, variable="police_report")
    services.save_answers(rut, person, "authorities", {}, version=person.version)
    services.answer_query(rut, query, "corrected")
    assert state(sent) == ReturnState.QUERIED


def test_an_empty_answer_or_question_is_refused(sent, saga, rut):
    with pytest.raises(services.ReasonMissing):
        services.query_return(saga, sent, "  ")
    query = services.query_return(saga, sent, "Stämmer det?")
    with pytest.raises(services.ReasonMissing):
        services.answer_query(rut, query, "perhaps", " ")


def test_a_return_with_an_unanswered_question_is_neither_sent_nor_accepted(sent, saga, rut):
    services.query_return(saga, sent, "Stämmer det?")
    with pytest.raises(services.QuestionsLeft):
        services.submit_return(rut, sent)
    with pytest.raises(WrongState):
        services.accept_return(saga, sent)


def test_a_question_closed_by_the_coordinator_lets_the_return_go_on(sent, saga):
    query = services.query_return(saga, sent, "Stämmer det?")
    services.close_query(saga, query)
    assert state(sent) == ReturnState.SUBMITTED


def test_accepting_closes_the_answered_questions(sent, saga, rut):
    query = services.query_return(saga, sent, "Stämmer det?")
    services.answer_query(rut, query, "right")
    services.accept_return(saga, sent)
    assert (state(sent), Query.objects.filter(closed_at=None).count()) == (ReturnState.ACCEPTED, 0)


def test_a_reopened_return_may_be_changed_to_its_day_although_the_round_has_closed(sent, saga, rut, stand_on):
    services.accept_return(saga, sent)
    stand_on(sent.round.locks + dt.timedelta(days=5))
    until = sent.round.locks + dt.timedelta(days=7)
    services.reopen_return(saga, sent, reason="Ett barn saknas.", until=until)
    put(rut, sent, exploited())
    assert services.submit_return(rut, sent).late is False
    services.take_back(rut, sent)
    stand_on(until + dt.timedelta(days=1))
    with pytest.raises(services.ReturnClosed):
        services.submit_return(rut, sent)


def test_reopening_needs_a_reason_and_a_day_ahead(sent, saga):
    with pytest.raises(services.ReasonMissing):
        services.reopen_return(saga, sent, reason=" ", until=UNTIL)
    with pytest.raises(services.BadDay):
        services.reopen_return(saga, sent, reason="Ett barn saknas.", until=dt.date(2017, 3, 9))
    assert state(sent) == ReturnState.SUBMITTED


def test_an_organisation_is_excused_with_a_reason_and_expected_again(return_, saga):
    services.excuse(saga, return_, "Ny ledning")
    return_.refresh_from_db()
    assert (return_.state, return_.excused_reason) == (ReturnState.EXCUSED, "Ny ledning")
    services.expect_again(saga, return_)
    return_.refresh_from_db()
    assert (return_.state, return_.excused_reason) == (ReturnState.NOT_STARTED, "")


@pytest.mark.parametrize(
    "verb",
    [
        lambda actor, return_: services.query_return(actor, return_, "Varför?"),
        services.accept_return,
        lambda actor, return_: services.reopen_return(actor, return_, reason="x", until=UNTIL),
        lambda actor, return_: services.excuse(actor, return_, "x"),
        services.expect_again,
        lambda actor, return_: services.remind_by_hand(actor, [return_]),
        lambda actor, return_: services.name_group_case(actor, return_.round, "Bär"),
    ],
)
@pytest.mark.parametrize("who", ["rut", "board_member"])
def test_only_the_coordinator_follows_up(sent, request, actor, verb, who):
    person = request.getfixturevalue(who)
    acting = person if who == "rut" else actor(person)
    with pytest.raises(NotAllowed):
        verb(acting, sent)


def test_reading_the_persons_of_a_return_leaves_a_line_in_the_trail(sent, saga, reporter):
    services.read_persons(saga, sent)
    entry = TrailEntry.objects.get(verb="read persons")
    assert (entry.thing_id, entry.organisation_id) == (sent.pk, sent.organisation_id)


def test_a_draft_is_not_read_by_the_coordinator(return_, rut, saga):
    put(rut, return_, exploited())
    with pytest.raises(NotAllowed):
        services.read_persons(saga, return_)


def test_each_step_between_states_is_made_by_a_verb_of_the_house():
    """Every transition of the table is made by a service of collecting, or by freezing a round."""
    makes = {
        "begin": services.begin_contact,
        "submit": services.submit_return,
        "submit nil": services.submit_nil,
        "take back": services.take_back,
        "query": services.query_return,
        "settle": services.answer_query,
        "accept": services.accept_return,
        "reopen": services.reopen_return,
        "excuse": services.excuse,
        "expect again": services.expect_again,
        "lock": "statistics.freeze",
    }
    assert {step.verb for step in RETURN_STATES.transitions} == set(makes)


def test_the_diagram_in_the_documentation_is_the_table():
    documentation = (Path(__file__).parents[2] / "docs" / "collecting.md").read_text()
    assert f"```mermaid\n{RETURN_STATES.diagram()}\n```" in documentation


def test_every_state_can_be_reached_and_left():
    steps = RETURN_STATES.transitions
    assert {step.target for step in steps} == set(ReturnState.values)
    assert {source for step in steps for source in step.sources} == set(ReturnState.values)


def test_a_locked_return_says_that_its_figures_are_in_a_release(sent, rut):
    Return.objects.filter(pk=sent.pk).update(state=ReturnState.LOCKED)
    with pytest.raises(services.ReturnClosed) as refused:
        put(rut, sent, exploited())
    with override("en"):
        assert str(refused.value.message) == (
            "The figures are already part of a release. Ask the coordinator to reopen the return."
        )
