"""A list's persons come in at once, and go out again as they came."""

import pytest
from django.utils.translation import override

from sluss.contacts import selectors, services
from sluss.contacts.models import Contact, ImportRun, Return, ReturnState
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed, WrongState
from tests.conftest import make_organisation, make_round

NewContact = services.NewContact


@pytest.fixture
def return_(friday, organisation) -> Return:
    return make_round(2016, organisation).returns.get()


def a_run(return_: Return) -> ImportRun:
    return ImportRun.objects.create(
        of_return=return_, kind="template", file_name="lista.xlsx", sha256="0" * 64
    )


def exploited(**fields) -> services.NewContact:
    return NewContact("directly_exploited", {}, **fields)


def child(of: int) -> services.NewContact:
    return NewContact("accompanying_child", {}, belongs_to_index=of)


def test_rows_are_numbered_in_their_order_and_children_hang_on_their_person(return_, reporter, actor):
    rows = [exploited(), child(0), child(0), exploited(), child(3)]
    keys = services.add_contacts(actor(reporter), return_, rows, a_run(return_), "add")
    stored = Contact.objects.filter(of_return=return_).order_by("number")
    assert [c.pk for c in stored] == keys
    assert [(c.number, c.belongs_to and c.belongs_to.number) for c in stored] == [
        (1, None),
        (2, 1),
        (3, 1),
        (4, None),
        (5, 4),
    ]
    assert TrailEntry.objects.get(verb="add contacts").detail == {"rows": 5, "mode": "add"}


def test_a_list_begins_a_return_that_was_not_opened_and_it_is_no_longer_nil(return_, reporter, actor):
    services.add_contacts(actor(reporter), return_, [exploited()], a_run(return_), "add")
    return_.refresh_from_db()
    assert (return_.state, return_.nil, return_.edited_by) == (ReturnState.DRAFT, False, reporter)


@pytest.mark.parametrize(("mode", "numbers"), [("add", [1, 2, 3]), ("replace", [3])])
def test_a_second_list_adds_or_replaces_as_chosen(return_, reporter, actor, mode, numbers):
    services.add_contacts(actor(reporter), return_, [exploited(), exploited()], a_run(return_), "add")
    services.add_contacts(actor(reporter), return_, [exploited()], a_run(return_), mode)
    assert list(return_.contacts.values_list("number", flat=True)) == numbers


def test_a_list_taken_back_brings_back_the_persons_it_replaced(return_, reporter, actor):
    services.add_contacts(actor(reporter), return_, [exploited(), child(0)], a_run(return_), "add")
    second = a_run(return_)
    services.add_contacts(actor(reporter), return_, [exploited()], second, "replace")
    assert services.take_back_contacts(actor(reporter), second) == 1
    assert list(return_.contacts.values_list("number", "role")) == [
        (1, "directly_exploited"),
        (2, "accompanying_child"),
    ]


def test_a_list_whose_persons_were_changed_since_is_not_taken_back(return_, reporter, actor):
    run = a_run(return_)
    services.add_contacts(actor(reporter), return_, [exploited()], run, "add")
    Contact.objects.update(version=2)
    with pytest.raises(WrongState):
        services.take_back_contacts(actor(reporter), run)
    assert return_.contacts.count() == 1


@pytest.mark.parametrize("index", [-1, 1, 7])
def test_a_row_that_belongs_to_nothing_stores_nothing(return_, reporter, actor, index):
    rows = [exploited(), child(0), NewContact("sibling", {}, belongs_to_index=index)]
    with pytest.raises(services.BadRelation):
        services.add_contacts(actor(reporter), return_, rows, a_run(return_), "add")
    assert return_.contacts.count() == 0


def test_another_organisation_adds_nothing_here(friday, reporter, actor):
    other = make_round(2016, make_organisation("Hamnen")).returns.get()
    with pytest.raises(NotAllowed):
        services.add_contacts(actor(reporter), other, [exploited()], None, "add")


def test_a_closed_round_takes_no_list(return_, reporter, actor, stand_on):
    stand_on(return_.round.locks.replace(month=5, day=1))
    with pytest.raises(services.ReturnClosed) as refused:
        services.add_contacts(actor(reporter), return_, [exploited()], None, "add")
    with override("en"):
        assert str(refused.value.message).startswith("The round is closed.")


def test_only_accepted_persons_who_may_be_counted_enter_a_release(return_, reporter, coordinator, actor):
    rows = [exploited(), exploited(may_be_counted=False)]
    counted, _ = services.add_contacts(actor(reporter), return_, rows, None, "add")
    saga = actor(coordinator)
    assert list(selectors.accepted_contacts(saga, return_.round)) == []
    Return.objects.update(state=ReturnState.ACCEPTED, submitted_at="2017-03-09T12:00:00Z")
    assert [c.pk for c in selectors.accepted_contacts(saga, return_.round)] == [counted]


def test_ten_thousand_rows_take_a_handful_of_statements(
    return_, reporter, actor, django_assert_max_num_queries
):
    rows = [exploited() if n % 2 == 0 else child(n - 1) for n in range(10_000)]
    with django_assert_max_num_queries(600):
        services.add_contacts(actor(reporter), return_, rows, None, "add")
    assert return_.contacts.count() == 10_000
