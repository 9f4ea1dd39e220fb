"""Motions and nominations."""

import datetime as dt

import pytest

from sluss.coalition.models import SeatRole
from sluss.meetings.annual.services import proposals
from sluss.meetings.annual.services.rights import ReasonMissing
from sluss.meetings.models.annual import Motion, MotionState, NominationState
from sluss.trust.actor import Role
from sluss.trust.refusals import NotAllowed, WrongState
from tests.conftest import make_person

WORDS = {
    "title": "Barnen",
    "reasons": "Barn syns inte i statistiken.",
    "proposal": "Att barn räknas för sig.",
}


def submit(assembly, name: str = "Hamnen") -> Motion:
    organisation = assembly.organisations[name]
    return proposals.submit_motion(assembly.head(name), assembly.annual, organisation, **WORDS)


def test_a_motion_on_the_last_day_is_in_time_and_a_day_later_it_is_late(assembly, stand_on):
    stand_on(dt.date(2017, 2, 17))
    assert submit(assembly).state == MotionState.SUBMITTED
    stand_on(dt.date(2017, 2, 18))
    late = submit(assembly, "Linden")
    assert (late.number, late.state) == (2, MotionState.LATE)


def test_a_late_motion_is_seen_by_its_mover_and_is_admitted_with_a_reason(assembly, stand_on, actor):
    stand_on(dt.date(2017, 2, 20))
    late = submit(assembly)
    assert list(Motion.objects.visible_to(assembly.head("Hamnen"))) == [late]
    assert not Motion.objects.visible_to(assembly.head("Linden")).exists()
    with pytest.raises(ReasonMissing):
        proposals.decide_motion(assembly.runner, late, "admit")
    proposals.decide_motion(assembly.runner, late, "admit", reason="Posten var sen.")
    assert list(Motion.objects.visible_to(assembly.head("Linden"))) == [late]


def test_the_board_states_and_others_cannot(assembly, actor):
    motion = submit(assembly)
    board = actor(make_person("Bo Styrelse", None, Role.BOARD))
    proposals.state_on_motion(board, motion, statement="Styrelsen håller med.", advice="carry")
    motion.refresh_from_db()
    assert (motion.statement, motion.stated_on) == ("Styrelsen håller med.", dt.date(2017, 1, 10))
    with pytest.raises(NotAllowed):
        proposals.state_on_motion(assembly.head("Linden"), motion, statement="Nej", advice="lose")


def test_a_head_moves_for_the_own_organisation_only(assembly):
    with pytest.raises(NotAllowed):
        proposals.submit_motion(
            assembly.head("Linden"), assembly.annual, assembly.organisations["Hamnen"], **WORDS
        )


def test_a_motion_without_a_proposal_is_refused_beside_the_field(assembly):
    with pytest.raises(proposals.NothingWritten) as refused:
        proposals.submit_motion(
            assembly.head("Hamnen"), assembly.annual, assembly.organisations["Hamnen"],
            **{**WORDS, "proposal": "  "},
        )  # fmt: skip
    assert refused.value.field == "proposal"


def test_the_mover_may_withdraw_until_it_is_treated(assembly):
    motion = submit(assembly)
    with pytest.raises(NotAllowed):
        proposals.decide_motion(assembly.head("Linden"), motion, "withdraw")
    proposals.decide_motion(assembly.head("Hamnen"), motion, "withdraw")
    with pytest.raises(WrongState):
        proposals.decide_motion(assembly.runner, motion, "carry")


def test_a_member_nominates_and_the_nominated_says_whether_willing(assembly, actor):
    candidate = make_person("Karin Kandidat")
    nomination = proposals.nominate(
        assembly.head("Hamnen"), assembly.annual, group=assembly.board, role=SeatRole.CHAIR,
        name=candidate.name, email=candidate.email, organisation=assembly.organisations["Hamnen"],
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        proposals.answer_nomination(assembly.head("Linden"), nomination, willing=True)
    proposals.answer_nomination(actor(candidate), nomination, willing=True)
    assert nomination.state == NominationState.ACCEPTED


def test_nobody_nominates_in_the_committees_name(assembly):
    with pytest.raises(NotAllowed):
        proposals.nominate(
            assembly.head("Hamnen"), assembly.annual, group=assembly.board, role=SeatRole.CHAIR,
            name="Karin", email="karin@example.org",
        )  # fmt: skip
