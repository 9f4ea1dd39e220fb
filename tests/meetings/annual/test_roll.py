"""Delegates, proxies, and a roll that changes by the minute."""

import datetime as dt

import pytest
from django.utils import timezone

from sluss.coalition.models import Membership, Organisation, Pause, StatutesState, StatutesVersion
from sluss.coalition.rules import StatuteRules
from sluss.meetings.annual.selectors.rolls import changes, places_at, roll_of
from sluss.meetings.annual.services import ballots, delegates, planning, roll
from sluss.meetings.models.annual import Method, RollEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.meetings.annual.conftest import MEETING_DAY

ONE = timezone.make_aware(dt.datetime.combine(MEETING_DAY, dt.time(13)))


def minute(n: int) -> dt.datetime:
    return ONE + dt.timedelta(minutes=n)


def moved_to(entry: RollEntry, n: int) -> RollEntry:
    """The entry as if it had been noted n minutes after one."""
    entry.at = minute(n)
    entry.save(update_fields=["at"])
    return entry


def test_the_head_names_a_delegate_for_the_own_organisation_only(assembly):
    hamnen = assembly.organisations["Hamnen"]
    made = delegates.name_delegate(
        assembly.head("Hamnen"), assembly.annual, hamnen, person=assembly.heads["Hamnen"]
    )
    assert (made.name, made.organisation) == ("Lena Hamnen", hamnen)
    with pytest.raises(delegates.AlreadyNamed):
        delegates.name_delegate(assembly.head("Hamnen"), assembly.annual, hamnen, name="lena hamnen")
    with pytest.raises(NotAllowed):
        delegates.name_delegate(assembly.head("Linden"), assembly.annual, hamnen, name="Någon")


def test_when_a_delegate_leaves_roll_and_majority_change_from_that_minute(held):
    entries = list(RollEntry.objects.order_by("pk"))
    for entry in entries:
        moved_to(entry, 0)
    moved_to(roll.depart(held.runner, held.delegates["Bryggan"]), 40)
    before, after = roll_of(held.annual, minute(39)), roll_of(held.annual, minute(40))
    assert (before.votes, before.needed, before.entitled) == (3, 2, 4)
    assert (after.votes, after.needed, after.entitled) == (2, 2, 4)
    assert [votes for _entry, votes in changes(held.annual)] == [3, 3, 3, 2]


def test_a_ballot_keeps_the_roll_of_its_opening(held):
    ballot = held.open_question("Att bifalla", Method.HANDS)
    roll.depart(held.runner, held.delegates["Bryggan"])
    later = held.open_question("Att avslå", Method.HANDS)
    ballot.refresh_from_db()
    assert (len(ballot.roll), len(later.roll)) == (3, 2)
    with pytest.raises(ballots.TooManyVotes):
        ballots.record_counts(held.runner, later, {"yes": 2, "no": 1})


def test_an_organisation_votes_by_proxy_while_its_holder_is_there(assembly, stand_on):
    stand_on(MEETING_DAY)
    holder = assembly.name_delegate("Bryggan")
    delegates.give_proxy(
        assembly.head("Linden"), assembly.annual, assembly.organisations["Linden"], holder=holder,
        signed_by="Lena Linden",
    )  # fmt: skip
    assembly.hold("Bryggan", "Hamnen")
    now = roll_of(assembly.annual)
    assert (now.votes, now.by_proxy) == (3, 1)
    roll.depart(assembly.runner, holder)
    assert len(places_at(assembly.annual)) == 1


def test_proxies_keep_to_the_statutes(assembly):
    linden, hamnen = assembly.organisations["Linden"], assembly.organisations["Hamnen"]
    holder = assembly.name_delegate("Bryggan")
    own = assembly.name_delegate("Linden")
    head = assembly.head("Linden")
    with pytest.raises(delegates.OwnDelegate):
        delegates.give_proxy(head, assembly.annual, linden, holder=own, signed_by="Lena")
    with pytest.raises(delegates.NameMissing):
        delegates.give_proxy(head, assembly.annual, linden, holder=holder, signed_by=" ")
    delegates.give_proxy(head, assembly.annual, linden, holder=holder, signed_by="Lena")
    with pytest.raises(delegates.GivenAlready):
        delegates.give_proxy(head, assembly.annual, linden, holder=holder, signed_by="Lena")
    with pytest.raises(delegates.HoldsEnough):
        delegates.give_proxy(
            assembly.head("Hamnen"), assembly.annual, hamnen, holder=holder, signed_by="Lena"
        )


def test_statutes_without_proxies_refuse_them(assembly):
    StatutesVersion.objects.create(
        number=1, state=StatutesState.IN_FORCE, valid_from=dt.date(2016, 1, 1),
        rules_kept=StatuteRules(proxies_allowed=False).as_json(),
    )  # fmt: skip
    holder = assembly.name_delegate("Bryggan")
    with pytest.raises(delegates.NoProxies):
        delegates.give_proxy(
            assembly.head("Linden"), assembly.annual, assembly.organisations["Linden"], holder=holder,
            signed_by="Lena",
        )  # fmt: skip


def test_a_note_made_by_mistake_is_kept_and_no_longer_counts(held):
    left = roll.depart(held.runner, held.delegates["Bryggan"])
    roll.strike_entry(held.runner, left)
    assert len(places_at(held.annual)) == 3
    assert RollEntry.objects.filter(pk=left.pk).exists()


def test_a_delegate_does_not_come_twice(held):
    with pytest.raises(WrongState):
        roll.arrive(held.runner, held.delegates["Bryggan"])


def test_a_delegate_at_the_meeting_cannot_be_taken_back(held):
    with pytest.raises(WrongState):
        delegates.withdraw_delegate(held.runner, held.delegates["Bryggan"])


def test_after_the_closing_the_roll_stays(held):
    planning.close_annual_meeting(held.runner, held.annual)
    with pytest.raises(WrongState):
        roll.depart(held.runner, held.delegates["Bryggan"])


def test_a_head_does_not_keep_the_roll(held):
    with pytest.raises(NotAllowed):
        roll.depart(held.head("Bryggan"), held.delegates["Bryggan"])


def test_who_has_left_or_pauses_since_a_delegate_was_named_has_no_vote(assembly, stand_on):
    for name in ("Bryggan", "Fyrtornet", "Hamnen", "Linden"):
        assembly.name_delegate(name)
    gone, resting = assembly.organisations["Hamnen"], assembly.organisations["Linden"]
    delegates.give_proxy(
        assembly.runner,
        assembly.annual,
        resting,
        holder=assembly.delegates["Bryggan"],
        signed_by="Lena Linden",
    )
    Membership.objects.filter(organisation=gone).update(ends=MEETING_DAY - dt.timedelta(days=1))
    Pause.objects.create(organisation=resting, starts=MEETING_DAY)
    stand_on(MEETING_DAY)
    assembly.hold("Bryggan", "Fyrtornet", "Hamnen")
    ballot = assembly.open_question("Att bifalla", Method.NAMED)
    on_the_roll = {Organisation.objects.get(pk=place[0]).name for place in ballot.roll}
    assert on_the_roll == {"Bryggan", "Fyrtornet"}
    assert roll_of(assembly.annual).votes == ballot.entitled == 2
