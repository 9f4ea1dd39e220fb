"""The round's Excel template: what a tired person opens."""

import io

import openpyxl
import pytest

from sluss.contacts.codebook import book_of, versions
from sluss.contacts.imports.meaning import comparable, labels_of
from sluss.contacts.imports.template import template
from sluss.contacts.models import GroupCase
from tests.conftest import make_round


@pytest.fixture
def round_(friday, organisation):
    return make_round(2016, organisation)


def opened(round_, language: str = "sv"):
    return openpyxl.load_workbook(io.BytesIO(template(round_, book_of("2017"), language)))


@pytest.mark.parametrize(
    ("language", "names"), [("sv", ["Personer", "Så gör du"]), ("en", ["Persons", "How to"])]
)
def test_it_speaks_the_language_of_the_page_and_hides_what_nobody_needs_to_see(round_, language, names):
    book = opened(round_, language)
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == names
    persons = book[names[0]]
    assert (persons.row_dimensions[3].hidden, persons.freeze_panes) == (True, "B4")
    assert [cell.value for cell in persons[3]][:3] == ["number", "belongs_to", "role"]


def test_every_question_with_answers_has_a_drop_down_with_all_of_them_in_order(round_):
    book = opened(round_)
    persons, lists = book["Personer"], book["Listor"]
    offered = {}
    for rule in persons.data_validations.dataValidation:
        column = next(iter(rule.sqref.ranges)).min_col
        first, last = rule.formula1.removeprefix("Listor!").replace("$", "").split(":")
        offered[persons.cell(3, column).value] = [cell.value for (cell,) in lists[first:last]]
    codebook = book_of("2017")
    for variable in codebook.variables.values():
        labels = [code.label["sv"] for code in variable.codes or ()]
        assert offered[variable.code][-len(labels) :] == labels
    assert offered["first_contact"][:2] == ["2016-01", "2016-02"]
    assert offered["first_contact"][11:] == ["2016-12", "Vet inte"]
    assert offered["may_be_counted"] == ["Ja", "Nej"]


def test_several_answers_may_be_typed_and_one_answer_must_be_of_the_list(round_):
    persons = opened(round_)["Personer"]
    stops = {
        persons.cell(3, next(iter(rule.sqref.ranges)).min_col).value: bool(rule.showErrorMessage)
        for rule in persons.data_validations.dataValidation
    }
    assert (stops["sex"], stops["forms"], stops["first_contact"]) == (True, False, False)


def test_group_cases_are_offered_only_where_the_round_has_any(round_):
    assert "group_case" not in [cell.value for cell in opened(round_)["Personer"][3]]
    GroupCase.objects.create(round=round_, name="Bäret")
    assert "group_case" in [cell.value for cell in opened(round_)["Personer"][3]]


@pytest.mark.parametrize("version", versions())
def test_no_two_answers_to_a_question_are_called_the_same_and_none_holds_the_sign_between_answers(version):
    for variable in book_of(version).variables.values():
        for code in variable.codes or ():
            for label in code.label.values():
                assert labels_of(variable)[comparable(label)] == code.code
                assert ";" not in label
