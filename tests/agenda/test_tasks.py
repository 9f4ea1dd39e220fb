"""Tasks: one owner each; begun, finished, dropped, handed over; and those that a change of signatories makes."""

import datetime as dt

import pytest
from django.urls import reverse

from sluss.agenda import services
from sluss.agenda.models import Task, TaskState
from sluss.coalition.models import Group, GroupKind, Organisation, OrganisationKind, Seat, SeatRole
from sluss.coalition.selectors import actor_for
from sluss.coalition.signals import signatory_changed
from sluss.trust.actor import Role
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from sluss.trust.waiting import Part, items_for
from tests.agenda.conftest import seat
from tests.conftest import make_person

IN_A_WEEK = dt.date(2017, 3, 17)


@pytest.fixture
def task(saga, member) -> Task:
    return services.give_task(saga, title="Boka lokal", owner=member, due=IN_A_WEEK)


def test_the_owner_begins_finishes_and_takes_it_back(member, task):
    own = actor_for(member)
    assert services.begin_task(own, task).state == TaskState.DOING
    done = services.finish_task(own, task)
    assert (done.state, done.done_at is None) == (TaskState.DONE, False)
    back = services.reopen_task(own, task)
    assert (back.state, back.done_at) == (TaskState.OPEN, None)


def test_a_finished_task_is_not_finished_twice(member, task):
    services.finish_task(actor_for(member), task)
    with pytest.raises(WrongState):
        services.finish_task(actor_for(member), task)


def test_dropping_keeps_why(member, task):
    assert (
        services.drop_task(actor_for(member), task, reason="Mötet är inställt").reason == "Mötet är inställt"
    )
    assert TrailEntry.objects.get(verb="drop task").reason == "Mötet är inställt"


def test_handed_over_it_has_one_owner_the_new_one(member, outsider, task):
    services.hand_over_task(actor_for(member), task, outsider)
    assert list(Task.objects.filter(owner=outsider)) == [task]
    with pytest.raises(services.OwnAlready):
        services.hand_over_task(actor_for(outsider), task, outsider)


def test_who_neither_owns_nor_gave_nor_leads_cannot_touch_it(outsider, task):
    with pytest.raises(NotAllowed):
        services.finish_task(actor_for(outsider), task)
    assert list(Task.objects.visible_to(actor_for(outsider))) == []


def test_the_leader_of_the_group_works_on_its_tasks(saga, member, convener, group):
    task = services.give_task(saga, title="Skriv", owner=member, group=group)
    assert services.finish_task(actor_for(convener), task).state == TaskState.DONE


def test_home_says_what_waits_within_a_week_and_what_is_late(saga, member, stand_on):
    services.give_task(saga, title="Om en vecka", owner=member, due=IN_A_WEEK)
    services.give_task(saga, title="Senare", owner=member, due=IN_A_WEEK + dt.timedelta(days=1))
    waits = items_for(actor_for(member))[Part.WAITS]
    assert [(item.title, item.tag) for item in waits] == [("Om en vecka", "")]
    stand_on(dt.date(2017, 3, 18))
    waits = items_for(actor_for(member))[Part.WAITS]
    assert [(item.title, item.tag) for item in waits] == [("Om en vecka", "Försenat"), ("Senare", "")]


# who must be told


@pytest.fixture
def board(friday) -> Group:
    return Group.objects.create(name="Styrelsen", kind=GroupKind.BOARD, starts=dt.date(2013, 1, 1))


@pytest.fixture
def treasurer(board):
    return seat(make_person("Karl Kassör"), board, SeatRole.TREASURER)


@pytest.fixture
def funders(friday) -> None:
    for name, active in (("Fonden", True), ("Nedlagda fonden", False)):
        Organisation.objects.create(name=name, short_name=name, kind=OrganisationKind.FUNDER, active=active)


def change(saga, board, name: str) -> None:
    held = Seat.objects.create(person=make_person(name), group=board, signatory=True)
    signatory_changed.send(sender=Seat, actor=saga, seat=held)


TOLD = [
    "Meddela banken vem som tecknar firma",
    "Meddela Skatteverket vem som tecknar firma",
    "Meddela Fonden vem som tecknar firma",
]


def test_a_new_signatory_gives_the_treasurer_the_tasks_to_tell_bank_tax_agency_and_funders(
    saga, board, treasurer, funders
):
    change(saga, board, "Ny Firmatecknare")
    made = Task.objects.order_by("pk")
    assert [task.title for task in made] == TOLD
    assert {(task.owner, task.due) for task in made} == {(treasurer, dt.date(2017, 3, 24))}


def test_without_a_treasurer_the_coordinator_gets_them(saga, coordinator, board, funders):
    change(saga, board, "Ny Firmatecknare")
    assert {task.owner for task in Task.objects.all()} == {coordinator}


def test_several_changes_at_one_election_make_the_tasks_once(saga, board, treasurer, funders):
    change(saga, board, "En")
    change(saga, board, "Två")
    assert Task.objects.count() == 3
    services.finish_task(actor_for(treasurer), Task.objects.first())
    change(saga, board, "Tre")
    assert Task.objects.count() == 4


# pages


def test_a_task_is_written_finished_from_the_list_and_opened_again(member, sign_in):
    client = sign_in(member)
    client.post(
        reverse("agenda:task_new"), {"title": "Ring Bryggan", "owner": member.pk, "due": "2017-03-20"}
    )
    task = Task.objects.get()
    assert ">Ring Bryggan</a>" in client.get(reverse("agenda:tasks")).content.decode()
    answer = client.post(reverse("agenda:task_deed", args=[task.pk, "klart"]), {"back": "list"})
    assert answer.headers["Location"] == reverse("agenda:tasks")
    assert "Du har inga uppgifter" in client.get(reverse("agenda:tasks")).content.decode()
    assert ">Ring Bryggan</a>" in client.get(reverse("agenda:tasks") + "?klara=1").content.decode()
    client.post(reverse("agenda:task_deed", args=[task.pk, "oppna"]))
    task.refresh_from_db()
    assert task.state == TaskState.OPEN


def test_who_leads_no_group_gives_tasks_to_oneself_only(member, outsider, sign_in):
    answer = sign_in(member).post(reverse("agenda:task_new"), {"title": "Ring", "owner": outsider.pk})
    assert answer.status_code == 422
    assert Task.objects.count() == 0


def test_the_coordinator_sees_all_tasks_and_a_member_the_own(saga, coordinator, member, task, sign_in):
    everything = reverse("agenda:tasks") + "?vems=all"
    assert ">Boka lokal</a>" in sign_in(coordinator).get(everything).content.decode()
    other = make_person("Ny Person", None, Role.AUDITOR)
    assert ">Boka lokal</a>" not in sign_in(other).get(everything).content.decode()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("task_drop", {"reason": "Nej"}),
        ("task_hand_over", {}),
        ("task_change", {"title": "Annat"}),
    ],
)
def test_another_persons_task_is_not_there(outsider, task, sign_in, name, given):
    assert sign_in(outsider).post(reverse(f"agenda:{name}", args=[task.pk]), given).status_code == 404
    task.refresh_from_db()
    assert (task.title, task.state) == ("Boka lokal", TaskState.OPEN)
