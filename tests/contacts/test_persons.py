"""One person, filled in step by step."""

from uuid import uuid4

import pytest
from django.utils.translation import override

from sluss.contacts import services
from sluss.contacts.checking import points
from sluss.contacts.codebook import book_of
from sluss.contacts.models import Contact, ReturnState
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.contacts.persons import CHILD, EXPLOITED, child_of, exploited, put


def begin(actor, return_, role="directly_exploited", of=None) -> Contact:
    return services.begin_contact(actor, return_, role=role, token=uuid4(), belongs_to=of)


def save(actor, contact, step, answers, **words):
    return services.save_answers(actor, contact, step, answers, version=contact.version, **words)


def test_the_form_sent_twice_makes_one_person(return_, rut):
    token = uuid4()
    first = services.begin_contact(rut, return_, role="directly_exploited", token=token)
    second = services.begin_contact(rut, return_, role="directly_exploited", token=token)
    assert (first.pk, return_.contacts.count()) == (second.pk, 1)


def test_beginning_a_person_begins_the_return(return_, rut, reporter):
    begin(rut, return_)
    return_.refresh_from_db()
    assert (return_.state, return_.edited_by) == (ReturnState.DRAFT, reporter)


def test_each_step_is_kept_when_another_is_saved(return_, rut):
    contact = begin(rut, return_)
    contact = save(rut, contact, "meeting", {"first_contact": "2016-03"}).contact
    contact = save(rut, contact, "person", {"sex": "female", "age": "age_24_26"}).contact
    assert contact.answers == {"first_contact": "2016-03", "sex": "female", "age": "age_24_26"}


def test_an_answer_taken_away_is_taken_away(return_, rut):
    contact = begin(rut, return_)
    contact = save(rut, contact, "person", {"sex": "female", "age": "age_24_26"}).contact
    assert save(rut, contact, "person", {"age": "age_24_26"}).contact.answers == {"age": "age_24_26"}


def test_a_person_is_complete_when_nothing_is_left(return_, rut):
    contact = begin(rut, return_)
    steps = {
        "meeting": ("first_contact", "known_elsewhere"),
        "person": ("sex", "age", "citizenship"),
        "exploitation": ("forms",),
        "authorities": ("police_report",),
    }
    seen = []
    for step, variables in steps.items():
        contact = save(rut, contact, step, {name: EXPLOITED[name] for name in variables}).contact
        seen.append(contact.complete)
    assert seen == [False, False, False, True]


@pytest.mark.parametrize(
    ("step", "answers", "variable"),
    [
        ("person", {"sex": "a stranger"}, "sex"),
        ("meeting", {"first_contact": "2017-04"}, "first_contact"),
        ("support", {"children": -1}, "children"),
        ("exploitation", {"forms": ["unknown", "sexual"]}, "forms"),
    ],
)
def test_what_cannot_be_right_is_refused_and_the_rest_is_stored(return_, rut, step, answers, variable):
    contact = begin(rut, return_)
    saved = save(rut, contact, step, answers)
    assert [finding.variable for finding in saved.refused] == [variable]
    assert Contact.objects.get(pk=contact.pk).answers == {}


def test_a_child_of_forty_three_is_refused(return_, rut):
    mother = begin(rut, return_)
    child = begin(rut, return_, "accompanying_child", of=mother)
    saved = save(rut, child, "person", {"sex": "male", "age": "age_39_47"})
    assert [finding.variable for finding in saved.refused] == ["age"]
    assert saved.contact.answers == {"sex": "male"}


def test_an_answer_no_longer_asked_for_goes(return_, rut):
    contact = begin(rut, return_)
    asked = {"police_report": "no", "no_report_reason": [first_code("no_report_reason")]}
    contact = save(rut, contact, "authorities", asked).contact
    assert contact.answers == asked
    contact = save(rut, contact, "authorities", {**asked, "police_report": "yes"}).contact
    assert contact.answers == {"police_report": "yes"}


def first_code(variable: str) -> str:
    return book_of("2017").variables[variable].codes.codes[0].code


def test_a_colleague_who_saved_in_between_is_not_overwritten(return_, rut, colleague, actor):
    mine = begin(rut, return_)
    theirs = save(actor(colleague), mine, "person", {"sex": "male"}).contact
    with pytest.raises(services.ChangedMeanwhile) as refused:
        save(rut, mine, "person", {"sex": "female"})
    assert refused.value.contact.answers == {"sex": "male"}
    assert Contact.objects.get(pk=mine.pk).version == theirs.version


def test_a_page_whose_answer_was_lost_on_the_way_goes_on_saving(return_, rut):
    contact, page = begin(rut, return_), uuid4()
    save(rut, contact, "person", {"sex": "male"}, page=page)  # the answer never reached the page
    again = services.save_answers(
        rut, contact, "person", {"sex": "female"}, version=contact.version, page=page
    )
    assert again.contact.answers == {"sex": "female"}


def test_a_child_hangs_on_its_person_and_nothing_is_copied(return_, rut):
    (mother,) = put(rut, return_, exploited())
    child = services.add_relative(rut, mother, role="accompanying_child", token=uuid4())
    assert (child.belongs_to, child.answers) == (mother, {})


@pytest.mark.parametrize("role", ["accompanying_child", "sibling", "nobody"])
def test_a_relative_without_a_person_to_belong_to_is_refused(return_, rut, role):
    with pytest.raises(services.UnknownRole):
        begin(rut, return_, role)


def test_nobody_belongs_to_a_person_of_another_return(return_, other_return, rut, stranger, actor):
    (theirs,) = put(actor(stranger), other_return, exploited())
    with pytest.raises(NotAllowed):
        begin(rut, return_, "accompanying_child", of=theirs)


def test_a_relative_may_turn_out_to_be_another_kind_of_relative(return_, rut):
    _mother, child = put(rut, return_, exploited(), child_of(0))
    saved = save(rut, child, "meeting", {"role": "sibling", "first_contact": "2016-03"})
    assert (saved.contact.role, saved.contact.answers["sex"]) == ("sibling", CHILD["sex"])


def test_a_person_exposed_does_not_become_a_relative(return_, rut):
    (person,) = put(rut, return_, exploited())
    assert save(rut, person, "meeting", {"role": "sibling"}).contact.role == "directly_exploited"


def test_a_person_taken_away_goes_with_her_children_and_comes_back_with_them(return_, rut):
    mother, _child, other = put(rut, return_, exploited(), child_of(0), exploited())
    services.remove_contact(rut, mother)
    assert list(return_.contacts.all()) == [other]
    services.restore_contact(rut, mother)
    assert return_.contacts.count() == 3


def test_a_child_taken_away_before_its_mother_stays_away_when_she_comes_back(return_, rut):
    mother, child = put(rut, return_, exploited(), child_of(0))
    services.remove_contact(rut, child)
    services.remove_contact(rut, mother)
    services.restore_contact(rut, mother)
    assert list(return_.contacts.all()) == [mother]


def test_another_organisation_changes_nothing(return_, rut, stranger, actor):
    (person,) = put(rut, return_, exploited())
    with pytest.raises(NotAllowed):
        save(actor(stranger), person, "person", {"sex": "male"})
    with pytest.raises(NotAllowed):
        services.remove_contact(actor(stranger), person)


def test_the_coordinator_reads_but_never_changes_a_person(return_, rut, saga):
    (person,) = put(rut, return_, exploited())
    with pytest.raises(NotAllowed):
        save(saga, person, "person", {"sex": "male"})


def test_a_closed_round_says_that_it_is_closed_and_keeps_what_was_written(return_, rut, stand_on):
    (person,) = put(rut, return_, exploited())
    stand_on(return_.round.locks.replace(month=5, day=1))
    with pytest.raises(services.ReturnClosed) as refused, override("en"):
        save(rut, person, "person", {"sex": "male"})
    with override("en"):
        assert str(refused.value.message).startswith("The round is closed. What you have written is kept.")
    assert Contact.objects.get(pk=person.pk).answers == EXPLOITED


def test_the_trail_names_the_person_by_number_only(return_, rut):
    contact = begin(rut, return_)
    save(rut, contact, "person", {"sex": "female"})
    entries = TrailEntry.objects.filter(kind="contacts.contact").order_by("pk")
    assert [(e.verb, e.thing_id, e.detail) for e in entries] == [
        ("begin contact", contact.pk, {}),
        ("save contact", contact.pk, {}),
    ]


def test_a_soft_rule_asks_for_a_reason_and_is_content_with_one(return_, rut):
    (person,) = put(rut, return_, exploited())
    saved = save(rut, person, "meeting", {"first_contact": "2015-03", "known_elsewhere": "no"}).contact
    assert saved.complete is False
    stored = Contact.objects.select_related("of_return__round").get(pk=saved.pk)
    (rule,) = [point.finding.rule_code for point in points(stored)]
    told = save(
        rut,
        saved,
        "meeting",
        {"first_contact": "2015-03", "known_elsewhere": "no"},
        reasons={rule: "checked"},
    )
    assert (told.contact.complete, told.contact.reasons) == (True, {rule: "checked"})
