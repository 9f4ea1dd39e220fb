"""An organisation takes its own persons out, changes them in Excel, and sends them in again."""

import csv
import io

import openpyxl
import pytest

from sluss.contacts.imports import services as imports
from sluss.contacts.imports import taking_out
from sluss.contacts.models import Contact, GroupCase
from sluss.contacts.services import NewContact, add_contacts
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.conftest import make_organisation, make_round

MOTHER = NewContact(
    "directly_exploited",
    {"first_contact": "2016-05", "sex": "female", "age": "age_24_26", "citizenship": ["NG", "GH"],
     "forms": ["sexual", "labour"], "police_report": "no", "children": 1},
    linkage_code="=cmd()",
    may_be_counted=False,
)  # fmt: skip
CHILD = NewContact(
    "accompanying_child",
    {"first_contact": "unknown", "sex": "male", "age": "age_0_6", "citizenship": ["NG"]},
    belongs_to_index=0,
)


@pytest.fixture
def owed(organisation, friday, reporter, actor):
    return_ = make_round(2016, organisation).returns.get()
    case = GroupCase.objects.create(round=return_.round, name="@Bäret")
    mother = NewContact(MOTHER.role, MOTHER.answers, None, {}, MOTHER.linkage_code, False, case)
    add_contacts(actor(reporter), return_, [mother, CHILD], None, "add")
    return return_


def stored(owed) -> list[dict]:
    fields = ("role", "answers", "belongs_to__role", "linkage_code", "may_be_counted", "group_case__name")
    return list(owed.contacts.order_by("number").values(*fields))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("make", [taking_out.as_workbook, taking_out.as_csv])
def test_what_is_taken_out_can_be_sent_in_again_as_it_was(owed, reporter, actor, make, language):
    who, before = actor(reporter), stored(owed)
    run = imports.receive(who, owed, name="ut", content=make(who, owed, language))
    assert (run.kind, run.report["refused"], run.report["passed_over"]) == ("template", [], [])
    imports.apply(who, run, mode="replace")
    assert stored(owed) == before
    assert Contact.objects.count() == 2


def test_text_does_not_become_a_formula_in_any_of_the_files(owed, reporter, actor):
    who = actor(reporter)
    book = openpyxl.load_workbook(io.BytesIO(taking_out.as_workbook(who, owed, "sv")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert {"'=cmd()", "'@Bäret"} <= {cell.value for cell in cells}
    text = taking_out.as_csv(who, owed, "sv").decode("utf-8-sig")
    values = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert [cell for cell in values if cell[:1] in {"=", "+", "-", "@"}] == []


def test_taking_out_is_written_in_the_trail(owed, reporter, actor):
    taking_out.as_csv(actor(reporter), owed, "sv")
    assert TrailEntry.objects.get(verb="take persons out").detail == {"persons": 2}


def test_another_organisations_persons_cannot_be_taken_out(owed, reporter, actor, sign_in):
    theirs = owed.round.returns.create(organisation=make_organisation("Hamnen"))
    with pytest.raises(NotAllowed):
        taking_out.as_csv(actor(reporter), theirs, "sv")
    client = sign_in(reporter)
    assert client.get(f"/insamling/inrapportering/{theirs.pk}/personer.csv").status_code == 404
    assert client.get(f"/insamling/inrapportering/{owed.pk}/personer.exe").status_code == 404


def test_the_page_gives_both_files(owed, reporter, sign_in):
    client = sign_in(reporter)
    for kind, start in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfnumber;")):
        answer = client.get(f"/insamling/inrapportering/{owed.pk}/personer.{kind}")
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"] == f'attachment; filename="sluss-2016-personer.{kind}"'
