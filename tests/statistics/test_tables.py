"""A perspective becomes a table: whom it counts, by what, and what veil is told of it."""

import pytest

from sluss.statistics import protection, questions, services, tables
from sluss.statistics.questions import BadPerspective
from sluss.statistics.services import Definition
from tests.conftest import make_organisation, make_round
from tests.statistics.rounds import accepted, children, persons
from veil import TOTAL


@pytest.fixture
def edition(saga, friday) -> tables.Edition:
    """Seven women and three men exploited, two children with them, one child elsewhere."""
    round_ = make_round(2016)
    met = [
        *persons(4, forms=["sexual"], citizenship=["NG"]),
        *persons(3, forms=["sexual", "labour"], citizenship=["RO", "SE"], police_report="yes"),
        *persons(3, forms=["unknown"], sex="male", age="age_15_17", first_contact="2015-12"),
        *children(2),
        *children(1, role="child_elsewhere"),
    ]
    accepted(round_, make_organisation("Fyren"), met)
    return protection.edition_of(services.freeze(saga, round_))


def counted(edition: tables.Edition, *dimensions: str, **fields) -> tables.Counted:
    wanted = Definition(title={"sv": "x"}, dimensions=list(dimensions), **fields).unsaved("x")
    found = tables.count(wanted, edition)
    assert found is not None
    return found


def test_a_table_counts_whom_its_question_is_put_to(edition):
    table = counted(edition, "police_report")
    assert table.table.cells == {(TOTAL,): 10, ("no",): 7, ("yes",): 3}
    assert table.definition["filter"] == {"role": ["directly_exploited"]}
    assert table.definition["unit"] == "potential_victims"


def test_a_question_asked_after_another_brings_the_answer_that_leads_to_it(edition):
    table = counted(edition, "offences")
    assert table.definition["filter"] == {"role": ["directly_exploited"], "police_report": ["yes"]}


def test_the_total_of_several_answers_is_who_answered(edition):
    table = counted(edition, "forms")
    assert table.table.cells == {(TOTAL,): 7, ("sexual",): 7, ("labour",): 3}
    assert table.definition["multiple"] == ["forms"]


def test_a_derived_variable_is_the_question_itself_at_a_level(edition):
    """veil must see one variable: a reader can put a table by age beside one by child or adult."""
    roles = {"role": ["directly_exploited", "accompanying_child", "sibling", "partner_or_relative"]}
    table = counted(edition, "age_class", filter=roles)
    assert table.definition["dimensions"] == ["age"]
    assert table.definition["levels"] == {"age": "class"}
    assert table.table.cells == {(TOTAL,): 12, ("child",): 5, ("adult",): 7}
    assert table.definition["labels"]["age"]["label"]["sv"] == edition.book.variable("age_class").label["sv"]


def test_every_person_has_one_citizenship_in_a_table(edition):
    table = counted(edition, "citizenship_group", filter={"role": ["directly_exploited"]})
    assert table.table.cells == {(TOTAL,): 10, ("third_country",): 7, ("sweden",): 3}
    with pytest.raises(BadPerspective, match="varje person finns på ett ställe"):
        counted(edition, "citizenship")


def test_a_coarser_code_joins_the_answers_under_it(edition):
    roles = {"role": ["directly_exploited", "accompanying_child", "sibling", "partner_or_relative"]}
    fine = counted(edition, "age", filter=roles)
    coarse = counted(edition, "age", filter=roles, levels={"age": "stage"})
    assert fine.table.cells[("age_15_17",)] == coarse.table.cells[("older_child",)] == 3
    assert ("age_15_17",) not in coarse.table.cells


def test_the_coarser_of_perspective_and_release_is_taken(edition):
    wanted = Definition(title={"sv": "x"}, dimensions=["age"], levels={"age": "class"}).unsaved("x")
    [by_release] = [tables.count(wanted, edition, chosen_levels={"age": "stage"})]
    assert by_release.definition["levels"] == {"age": "class"}
    wanted = Definition(title={"sv": "x"}, dimensions=["age"], levels={"age": "stage"}).unsaved("x")
    assert tables.count(wanted, edition, chosen_levels={"age": "class"}).definition["levels"] == {
        "age": "class"
    }


def test_a_filter_that_cuts_through_a_group_leaves_of_it_what_passes(edition):
    table = counted(
        edition,
        "age",
        filter={"age": ["age_15_17", "age_21_23"], "role": ["directly_exploited"]},
        levels={"age": "class"},
    )
    assert table.table.cells == {(TOTAL,): 10, ("child",): 3, ("adult",): 7}
    assert table.table.variables["age"].leaves["child"] == ("age_15_17",)


def test_some_answers_of_several_make_a_table_of_these_answers(edition):
    table = counted(edition, "forms", filter={"forms": ["labour", "begging"]})
    assert table.table.cells == {(TOTAL,): 3, ("labour",): 3}


def test_the_third_country_filter_works_at_the_level_of_the_group(edition):
    table = counted(
        edition, "sex", filter={"citizenship_group": ["third_country"], "role": ["directly_exploited"]}
    )
    assert table.table.cells[(TOTAL,)] == 7
    assert table.definition["filter"]["citizenship_counted"] == ["third_country"]


def test_quarters_are_a_dimension_of_their_own(edition):
    table = counted(edition, "sex", calendar="quarter", filter={"role": ["directly_exploited"]})
    assert table.table.dimensions == ("sex", "period")
    assert table.table[(TOTAL, "2016-Q2")] == 7
    assert table.table[(TOTAL, "before")] == 3
    assert [code for code, _label in table.definition["labels"]["period"]["codes"]] == [
        "2016-Q1",
        "2016-Q2",
        "2016-Q3",
        "2016-Q4",
        "before",
        "not_known",
    ]


def test_april_to_march_without_the_year_before_is_no_table(edition):
    wanted = Definition(title={"sv": "x"}, dimensions=["sex"], calendar="april").unsaved("x")
    assert tables.count(wanted, edition) is None


def test_labels_come_with_the_table_in_both_languages(edition):
    labels = counted(edition, "police_report").definition["labels"]
    assert labels["police_report"]["codes"][:2] == [
        ["yes", {"sv": "Ja", "en": "Yes"}],
        ["no", {"sv": "Nej", "en": "No"}],
    ]
    assert labels["role"]["codes"] == [
        ["directly_exploited", dict(edition.book.variable("role").answer_label("directly_exploited"))]
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"dimensions": ["shoe_size"]}, "shoe_size"),
        ({"dimensions": ["children"]}, "fasta svar"),
        ({"dimensions": ["sex", "sex"]}, "två gånger"),
        ({"dimensions": ["age", "age_class"]}, "två gånger"),
        ({"dimensions": ["sex", "age", "county", "role"]}, "högst tre"),
        ({"dimensions": ["sex"], "filter": {"sex": ["purple"]}}, "purple"),
        ({"dimensions": ["needs_assessed", "police_report"]}, "Ingen"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(edition, fields, message):
    wanted = Definition(title={"sv": "x"}, **fields).unsaved("x")
    with pytest.raises(BadPerspective, match=message):
        tables.check(wanted, edition.book)


def test_every_question_offered_can_be_counted_at_every_level(edition):
    for variable in questions.offered(edition.book):
        for level in ("", *questions.levels(edition.book, variable.code)):
            table = counted(edition, variable.code, levels={variable.code: level})
            assert table.table.dimensions == (variable.code,)


def test_the_standard_perspectives_can_all_be_counted(edition):
    from sluss.statistics.models import Perspective

    services.ensure_standard_perspectives()
    for perspective in Perspective.objects.all():
        tables.check(perspective, edition.book)
        assert set(perspective.title) == {"sv", "en"}
