"""What is refused, left out and said of rows: nothing of a list is ignored in silence."""

import pytest

from sluss.contacts.imports import services as imports
from sluss.contacts.models import Contact, GroupCase, ImportRun, ImportState
from sluss.trust.actor import Actor
from tests.conftest import make_round

COLUMNS = ["number", "belongs_to", "role", "first_contact", "sex", "age", "citizenship", "forms", "industry",
           "police_report", "group_case", "linkage_code", "may_be_counted"]  # fmt: skip
PERSON = {
    "number": "1", "role": "directly_exploited", "first_contact": "2016-05", "sex": "female", "age": "age_24_26",
    "citizenship": "NG", "forms": "sexual", "police_report": "no",
}  # fmt: skip
CHILD = {
    "number": "2", "belongs_to": "1", "role": "accompanying_child", "first_contact": "2016-05", "sex": "male",
    "age": "age_0_6", "citizenship": "NG",
}  # fmt: skip


@pytest.fixture
def owed(organisation, friday):
    return make_round(2016, organisation).returns.get()


@pytest.fixture
def who(reporter, actor) -> Actor:
    return actor(reporter)


def listed(*persons: dict[str, str], columns: list[str] = COLUMNS) -> bytes:
    lines = [";".join(columns)]
    lines += [";".join(f'"{person.get(name, "")}"' for name in columns) for person in persons]
    return "\n".join(lines).encode()


@pytest.fixture
def look(who, owed):
    """Send rows in and give back what came of looking through."""

    def send(*persons: dict[str, str]) -> ImportRun:
        run = imports.receive(who, owed, name="lista.csv", content=listed(*persons))
        assert run.kind == "template"
        return run

    return send


def refused(run: ImportRun) -> list[tuple[int, str]]:
    return [(cell["row"], cell["column"]) for cell in run.report["refused"]]


def test_rows_of_the_template_need_a_role(look):
    run = look({**PERSON, "role": ""})
    assert (refused(run), run.report["rows"]) == ([(2, "C")], 0)


def test_two_rows_of_one_number_are_refused_where_somebody_belongs_to_it(look):
    assert refused(look(PERSON, {**PERSON, "sex": "male"})) == []
    twice = look(PERSON, {**PERSON, "sex": "male"}, CHILD)
    assert refused(twice) == [(3, "A")]
    assert "Rad 2" in twice.report["refused"][0]["reason"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"belongs_to": ""}, "Skriv numret"),
        ({"belongs_to": "9"}, "Det finns ingen rad"),
        ({"belongs_to": "2"}, "hör själv till någon"),
        (
            {"role": "directly_exploited", "forms": "sexual", "police_report": "no"},
            "hör inte till någon annan",
        ),
    ],
    ids=["nobody", "somebody not there", "itself", "a role that stands alone"],
)
def test_a_relation_that_cannot_be_is_named_at_its_cell(look, change, words):
    run = look(PERSON, {**CHILD, **change})
    assert refused(run) == [(3, "B")]
    assert words in run.report["refused"][0]["reason"]
    assert run.report["rows"] == 1


def test_a_grandchild_is_refused_before_the_yes_and_not_after(look):
    assert refused(look(PERSON, CHILD, {**CHILD, "number": "3", "belongs_to": "2"})) == [(4, "B")]


def test_a_child_of_a_refused_person_is_refused_with_them_and_both_are_named(look):
    run = look({**PERSON, "first_contact": "2017-12"}, CHILD)
    assert refused(run) == [(2, "D"), (3, "B")]
    assert (run.report["bad"], run.report["rows"]) == (2, 0)


def test_an_answer_to_a_question_not_asked_is_left_out_and_named(look, who):
    run = look(PERSON, {**CHILD, "forms": "labour"}, {**PERSON, "number": "3", "industry": "F"})
    assert refused(run) == []
    assert [(cell["row"], cell["column"]) for cell in run.report["passed_over"]] == [(3, "H"), (4, "I")]
    imports.apply(who, run, mode="add")
    assert ["forms" in contact.answers for contact in Contact.objects.order_by("number")] == [
        True,
        False,
        True,
    ]


def test_saying_that_something_is_not_known_where_it_is_not_asked_is_no_matter(look):
    assert (
        look(PERSON, {**CHILD, "forms": "unknown", "police_report": "not_asked"}).report["passed_over"] == []
    )


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ({"may_be_counted": "kanske"}, "M"),
        ({"linkage_code": "19920304-1234"}, "L"),
        ({"linkage_code": "x" * 129}, "L"),
        ({"number": "920304-1234"}, "A"),
        ({"group_case": "Okänd"}, "K"),
    ],
    ids=[
        "neither yes nor no",
        "identity number as code",
        "too long a code",
        "identity number",
        "no such case",
    ],
)
def test_what_stands_beside_the_answers_is_checked_too(look, cell, column):
    assert refused(look({**PERSON, **cell})) == [(2, column)]


def test_what_stands_beside_the_answers_is_read_in(look, who, owed):
    case = GroupCase.objects.create(round=owed.round, name="Bäret")
    run = look({**PERSON, "group_case": "Bäret", "linkage_code": "a1b2", "may_be_counted": "Nej"})
    imports.apply(who, run, mode="add")
    met = Contact.objects.get()
    assert (met.group_case, met.linkage_code, met.may_be_counted) == (case, "a1b2", False)


def test_a_word_close_to_an_answer_is_refused_with_the_answer_it_may_mean(look):
    reason = look({**PERSON, "citizenship": "Nigerian"}).report["refused"][0]["reason"]
    assert reason == "”Nigerian” är inte ett av svaren på ”Medborgarskap”. Menade du ”Nigeria”?"


def test_answers_between_commas_and_with_another_dash_are_read(look, who):
    run = look({**PERSON, "forms": "Sexuellt utnyttjande, Arbete", "age": "24-26 ÅR"})
    assert refused(run) == []
    imports.apply(who, run, mode="add")
    assert Contact.objects.get().answers["forms"] == ["sexual", "labour"]


def test_the_same_file_again_needs_a_yes_of_its_own_unless_it_replaces(look, who):
    imports.apply(who, look(PERSON), mode="add")
    with pytest.raises(imports.ReadInBefore):
        imports.apply(who, look(PERSON), mode="add")
    imports.apply(who, look(PERSON), mode="replace")
    assert Contact.objects.count() == 1
    imports.apply(who, look(PERSON), mode="add", again=True)
    assert Contact.objects.count() == 2


def test_a_file_taken_back_is_not_taken_for_sent_before(look, who):
    run = look(PERSON)
    imports.apply(who, run, mode="add")
    assert imports.take_back(who, run) == 1
    assert ImportRun.objects.get().state == ImportState.DISCARDED
    assert imports.apply(who, look(PERSON), mode="add") == 1


def test_rows_refused_when_looked_through_stay_out_when_read_in(look, who):
    run = look(
        PERSON, {**PERSON, "number": "3", "first_contact": "2017-12"}, {**PERSON, "number": "4", "sex": "?"}
    )
    with pytest.raises(imports.BadRows):
        imports.apply(who, run, mode="add")
    assert imports.apply(who, run, mode="add", only_good=True) == 1
    assert Contact.objects.get().answers["first_contact"] == "2016-05"


def test_a_group_case_taken_away_between_looking_and_yes_refuses_the_row(look, who, owed):
    case = GroupCase.objects.create(round=owed.round, name="Bäret")
    run = look({**PERSON, "group_case": "Bäret"})
    case.delete()
    with pytest.raises(imports.BadRows):
        imports.apply(who, run, mode="add")


def test_other_sheets_of_the_file_are_said(who, owed):
    import io

    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        for name in ("2015", "2016"):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, COLUMNS)
            sheet.write_row(1, 0, [PERSON.get(column, "") for column in COLUMNS])
    run = imports.receive(who, owed, name="a.xlsx", content=target.getvalue())
    assert (run.report["rows"], run.report["others"]) == (1, ["2016"])
