"""Ballots by every method, ties by the statutes, elections to seats."""

import datetime as dt

import pytest

from sluss.coalition.models import Appointment, Seat, SeatRole, StatutesState, StatutesVersion
from sluss.coalition.rules import Majority, StatuteRules, Tie
from sluss.meetings.annual.selectors.ballots import own_votes, vote_lines
from sluss.meetings.annual.selectors.results import elected_in, in_words
from sluss.meetings.annual.services import ballots, declaring, delegates, planning, proposals
from sluss.meetings.models import DecisionState
from sluss.meetings.models.annual import Ballot, BallotState, Method, MotionState, NominationState, Vote
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState


def vote(assembly, ballot: Ballot, name: str, *choices: str) -> Vote:
    return ballots.cast_vote(
        assembly.runner, ballot, organisation=assembly.organisations[name],
        delegate=assembly.delegates[name], choices=choices,
    )  # fmt: skip


def statutes(**rules: object) -> None:
    StatutesVersion.objects.create(
        number=1, state=StatutesState.IN_FORCE, valid_from=dt.date(2016, 1, 1),
        rules_kept=StatuteRules(**rules).as_json(),
    )  # fmt: skip


def test_of_two_delegates_of_the_same_organisation_one_vote_counts_and_the_log_shows_both(held):
    second = delegates.name_delegate(
        held.runner, held.annual, held.organisations["Hamnen"], name="Andra ombudet"
    )
    ballot = held.open_question("Att bifalla", Method.NAMED)
    vote(held, ballot, "Hamnen", "yes")
    with pytest.raises(ballots.AlreadyVoted):
        ballots.cast_vote(
            held.runner, ballot, organisation=held.organisations["Hamnen"], delegate=second, choices=["no"]
        )
    closed = ballots.close_ballot(held.runner, ballot)
    assert closed.counts == {"yes": 1}
    log = [(line.delegate, line.organisation, line.counted) for line in vote_lines(ballot)]
    assert log == [("Ombud Hamnen", "Hamnen", True), ("Andra ombudet", "Hamnen", False)]
    assert TrailEntry.objects.filter(verb="try to vote again").count() == 1


def test_delegates_with_accounts_vote_themselves_and_only_for_their_own(held, actor):
    own = delegates.name_delegate(
        held.runner, held.annual, held.organisations["Hamnen"], person=held.heads["Hamnen"]
    )
    ballot = held.open_question("Att bifalla", Method.NAMED)
    offered = own_votes(held.head("Hamnen"), held.annual)
    assert [(each.organisation.name, each.delegate) for each in offered] == [("Hamnen", own)]
    ballots.cast_vote(
        held.head("Hamnen"), ballot, organisation=held.organisations["Hamnen"], delegate=own, choices=["no"]
    )
    with pytest.raises(ballots.NotOnTheRoll):
        ballots.cast_vote(
            held.head("Hamnen"), ballot, organisation=held.organisations["Bryggan"], delegate=own,
            choices=["no"],
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        ballots.cast_vote(
            held.head("Linden"), ballot, organisation=held.organisations["Bryggan"],
            delegate=held.delegates["Bryggan"], choices=["no"],
        )  # fmt: skip


def test_who_comes_after_the_opening_has_no_vote_in_that_ballot(held):
    from sluss.meetings.annual.services import roll

    ballot = held.open_question("Att bifalla", Method.NAMED)
    roll.arrive(held.runner, held.name_delegate("Linden"))
    with pytest.raises(ballots.NotOnTheRoll):
        vote(held, ballot, "Linden", "yes")


def test_a_vote_noted_by_mistake_is_struck_and_noted_anew(held):
    ballot = held.open_question("Att bifalla", Method.NAMED)
    wrong = vote(held, ballot, "Hamnen", "no")
    ballots.strike_vote(held.runner, wrong)
    vote(held, ballot, "Hamnen", "yes")
    assert ballots.close_ballot(held.runner, ballot).counts == {"yes": 1}
    assert Vote.objects.filter(ballot=ballot).count() == 2


def test_counted_hands_are_declared_with_rule_and_arithmetic_and_numbered(held):
    ballot = held.open_question("Att anta stadgarna", Method.HANDS, majority=Majority.TWO_THIRDS)
    ballots.record_counts(held.runner, ballot, {"yes": 2, "no": 1, "abstain": 0})
    declared = declaring.declare_ballot(held.runner, ballot)
    assert (declared.outcome, declared.state) == ("carried", BallotState.DECLARED)
    assert str(declared.decision) == "2017:1"
    assert declared.decision.text == "Att anta stadgarna"
    assert in_words(declared) == [
        "3 röster av 4 på röstlängden.",
        "2 ja, 1 nej, 0 avstår.",
        "Två tredjedelar av ja och nej tillsammans.",
        "3 röstade ja eller nej: det krävdes 2 ja, det blev 2.",
        "Förslaget bifölls.",
    ]


def test_a_motion_that_is_lost_is_said_so(held):
    motion = proposals.submit_motion(
        held.head("Hamnen"), held.annual, held.organisations["Hamnen"], title="Barnen", reasons="För att",
        proposal="Att räkna",
    )  # fmt: skip
    proposals.decide_motion(held.runner, motion, "admit", reason="Styrelsen vill det.")
    ballot = held.open_question("Att bifalla motion 1", Method.HANDS, motion=motion)
    ballots.record_counts(held.runner, ballot, {"yes": 1, "no": 2})
    declaring.declare_ballot(held.runner, ballot)
    motion.refresh_from_db()
    assert motion.state == MotionState.LOST


@pytest.mark.parametrize(
    ("tie", "voice", "outcome"),
    [
        (Tie.CHAIR, True, "carried"),
        (Tie.CHAIR, False, "lost"),
        (Tie.LOT, True, "carried"),
        (Tie.LOST, None, "lost"),
    ],
)
def test_equal_votes_are_settled_by_the_statutes(assembly, stand_on, tie, voice, outcome):
    statutes(tie=tie)
    stand_on(dt.date(2017, 3, 31))
    assembly.hold("Bryggan", "Hamnen")
    ballot = assembly.open_question("Att bifalla", Method.HANDS)
    closed = ballots.record_counts(assembly.runner, ballot, {"yes": 1, "no": 1})
    if voice is not None:
        with pytest.raises(ballots.TieStands):
            declaring.declare_ballot(assembly.runner, closed)
        ballots.settle_tie(assembly.runner, closed, voice=voice)
    assert declaring.declare_ballot(assembly.runner, closed).outcome == outcome


def test_more_papers_than_votes_are_refused_and_nothing_is_kept(held):
    ballot = held.open_question("Att bifalla", Method.PAPER)
    with pytest.raises(ballots.TooManyVotes):
        ballots.record_counts(held.runner, ballot, {"yes": 2, "no": 1, "spoilt": 1})
    ballot.refresh_from_db()
    assert (ballot.state, ballot.counts) == (BallotState.OPEN, {})


def nominate(assembly, role: str, *names: str) -> list[int]:
    return [
        proposals.nominate(
            assembly.runner, assembly.annual, group=assembly.board, role=role, name=name,
            email=f"{name.lower()}@example.org",
        ).pk
        for name in names
    ]  # fmt: skip


def election(assembly, role: str, seats: int, method: str) -> Ballot:
    ballot = ballots.prepare_election(
        assembly.runner, assembly.annual, question="Val", method=method, group=assembly.board, role=role,
        seats=seats,
    )  # fmt: skip
    return ballots.open_ballot(assembly.runner, ballot)


def test_an_election_with_a_tie_at_the_last_place_is_settled_by_lot_and_recorded(held):
    ada, bea, cia = nominate(held, SeatRole.MEMBER, "Ada", "Bea", "Cia")
    ballot = election(held, SeatRole.MEMBER, 2, Method.PAPER)
    ballots.record_counts(held.runner, ballot, {str(ada): 3, str(bea): 1, str(cia): 1})
    with pytest.raises(ballots.TieStands):
        declaring.declare_ballot(held.runner, ballot)
    with pytest.raises(ballots.BadChoice):
        ballots.settle_tie(held.runner, ballot, drawn=[ada])
    ballots.settle_tie(held.runner, ballot, drawn=[cia])
    declared = declaring.declare_ballot(held.runner, ballot)
    assert [each.name for each in elected_in(declared)] == ["Ada", "Cia"]
    assert "Lotten föll på Cia." in in_words(declared)
    states = dict(held.annual.nominations.values_list("name", "state"))
    assert states == {
        "Ada": NominationState.ELECTED,
        "Bea": NominationState.NOT_ELECTED,
        "Cia": NominationState.ELECTED,
    }


def test_who_is_elected_has_the_seat_the_term_and_the_role_when_the_meeting_closes(held):
    _ada, bea = nominate(held, SeatRole.CHAIR, "Ada", "Bea")
    ballot = election(held, SeatRole.CHAIR, 1, Method.ACCLAMATION)
    ballots.record_acclamation(held.runner, ballot, elected=[bea])
    declaring.declare_ballot(held.runner, ballot)
    assert not Seat.objects.exists()
    planning.close_annual_meeting(held.runner, held.annual)
    seat = Seat.objects.get()
    assert (seat.person.name, seat.role, seat.starts, seat.ends) == (
        "Bea", SeatRole.CHAIR, dt.date(2017, 3, 31), dt.date(2018, 3, 31),
    )  # fmt: skip
    assert seat.elected_by.startswith("2017:1, Årsmöte 2017")
    assert Appointment.objects.get(person=seat.person).role == "board"


def test_whose_term_ends_with_this_meeting_leaves_the_day_before(held):
    from tests.conftest import make_person

    before = Seat.objects.create(
        group=held.board, person=make_person("Olle Ordförande"), role=SeatRole.CHAIR,
        starts=dt.date(2016, 3, 31), ends=dt.date(2017, 3, 31),
    )  # fmt: skip
    (ada,) = nominate(held, SeatRole.CHAIR, "Ada")
    ballot = election(held, SeatRole.CHAIR, 1, Method.ACCLAMATION)
    ballots.record_acclamation(held.runner, ballot, elected=[ada])
    declaring.declare_ballot(held.runner, ballot)
    planning.close_annual_meeting(held.runner, held.annual)
    before.refresh_from_db()
    assert before.ends == dt.date(2017, 3, 30)


def test_a_contested_ballot_can_be_taken_anew_while_the_meeting_is_open(held):
    ballot = held.open_question("Att bifalla", Method.HANDS)
    ballots.record_counts(held.runner, ballot, {"yes": 3, "no": 0})
    declared = declaring.declare_ballot(held.runner, ballot)
    declaring.contest_ballot(held.runner, declared, reason="Fel räknat.")
    annulled = declaring.annul_ballot(held.runner, declared)
    assert annulled.state == BallotState.ANNULLED
    annulled.decision.refresh_from_db()
    assert annulled.decision.state == DecisionState.REVOKED


def test_a_contested_ballot_may_stand(held):
    ballot = held.open_question("Att bifalla", Method.HANDS)
    ballots.record_counts(held.runner, ballot, {"yes": 3, "no": 0})
    declared = declaring.declare_ballot(held.runner, ballot)
    declaring.contest_ballot(held.runner, declared, reason="Fel räknat.")
    assert declaring.uphold_ballot(held.runner, declared).state == BallotState.DECLARED


def test_the_meeting_does_not_close_on_an_undeclared_ballot(held):
    ballot = held.open_question("Att bifalla", Method.HANDS)
    with pytest.raises(WrongState):
        planning.close_annual_meeting(held.runner, held.annual)
    ballots.record_counts(held.runner, ballot, {"yes": 3, "no": 0})
    declaring.declare_ballot(held.runner, ballot)
    planning.close_annual_meeting(held.runner, held.annual)


def test_no_ballot_is_opened_before_the_meeting(assembly):
    ballot = ballots.prepare_question(
        assembly.runner, assembly.annual, question="Att bifalla", method=Method.HANDS
    )
    with pytest.raises(WrongState):
        ballots.open_ballot(assembly.runner, ballot)


def test_an_undeclared_ballot_is_not_seen_by_members(held):
    ballot = held.open_question("Att bifalla", Method.HANDS)
    assert not Ballot.objects.visible_to(held.head("Hamnen")).exists()
    ballots.record_counts(held.runner, ballot, {"yes": 3, "no": 0})
    declaring.declare_ballot(held.runner, ballot)
    assert Ballot.objects.visible_to(held.head("Hamnen")).get() == ballot


def test_too_few_on_the_roll_is_said_and_does_not_stop_the_meeting(assembly, stand_on):
    statutes(quorum_percent=50)
    stand_on(dt.date(2017, 3, 31))
    assembly.hold("Bryggan")
    ballot = assembly.open_question("Att bifalla", Method.HANDS)
    ballots.record_counts(assembly.runner, ballot, {"yes": 1, "no": 0})
    declared = declaring.declare_ballot(assembly.runner, ballot)
    assert "Det är färre än de 50 procent som stadgarna kräver." in in_words(declared)


def test_a_delegate_taken_back_after_the_opening_has_no_vote_left(held):
    from sluss.meetings.annual.services import roll

    ballot = held.open_question("Att bifalla", Method.NAMED)
    roll.depart(held.runner, held.delegates["Hamnen"])
    delegates.withdraw_delegate(held.head("Hamnen"), held.delegates["Hamnen"])
    held.delegates["Hamnen"].refresh_from_db()
    with pytest.raises(ballots.NotOnTheRoll):
        vote(held, ballot, "Hamnen", "yes")
    assert ballot.votes.count() == 0


def test_nobody_votes_while_the_meeting_is_adjourned(held):
    ballot = held.open_question("Att bifalla", Method.NAMED)
    planning.adjourn_annual_meeting(held.runner, held.annual, reason="Lunch")
    with pytest.raises(WrongState):
        vote(held, ballot, "Hamnen", "yes")
    planning.resume_annual_meeting(held.runner, held.annual)
    assert vote(held, ballot, "Hamnen", "yes").counted


def test_a_delegate_taken_back_is_offered_no_vote(held):
    from sluss.meetings.annual.services import roll

    own = delegates.name_delegate(
        held.runner, held.annual, held.organisations["Linden"], person=held.heads["Linden"]
    )
    roll.arrive(held.runner, own)
    held.open_question("Att bifalla", Method.NAMED)
    assert [each.delegate for each in own_votes(held.head("Linden"), held.annual)] == [own]
    roll.depart(held.runner, own)
    delegates.withdraw_delegate(held.runner, own)
    assert own_votes(held.head("Linden"), held.annual) == []
