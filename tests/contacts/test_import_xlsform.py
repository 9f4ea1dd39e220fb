"""The round as an XLSForm, and what comes back from KoboToolbox and ODK."""

import io

import pytest
import xlsxwriter
from pyxform.xls2xform import convert

from sluss.contacts.codebook import book_of
from sluss.contacts.imports import services as imports
from sluss.contacts.imports.reading import BadFile
from sluss.contacts.imports.xlsform import xlsform
from sluss.contacts.models import Contact, ImportState
from tests.conftest import make_round


@pytest.fixture
def owed(organisation, friday):
    return make_round(2016, organisation).returns.get()


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return target.getvalue()


def test_our_form_is_one_that_kobotoolbox_and_odk_take(owed):
    form = convert(io.BytesIO(xlsform(owed.round, book_of("2017"))), file_type=".xlsx")
    assert form.warnings == []
    assert "<h:title>Sluss 2016</h:title>" in form.xform
    assert 'lang="Svenska (sv)"' in form.xform
    assert 'lang="English (en)"' in form.xform


def test_an_export_with_codes_between_blanks_and_children_in_a_second_sheet_comes_in(owed, reporter, actor):
    persons = [
        ["start", "meeting/first_contact", "person/sex", "person/age", "person/citizenship", "exploitation/forms",
         "authorities/police_report", "_index"],
        ["2017-02-01T10:00", "2016-05-01", "female", "age_24_26", "NG GH", "sexual labour", "no", 1],
    ]  # fmt: skip
    relatives = [
        [
            "relatives/relative_role",
            "relatives/relative_first_contact",
            "relatives/relative_sex",
            "relatives/relative_age",
            "relatives/relative_citizenship",
            "_index",
            "_parent_table_name",
            "_parent_index",
        ],
        ["accompanying_child", "2016-05-01", "male", "age_0_6", "NG", 1, "sluss", 1],
    ]
    run = imports.receive(
        actor(reporter), owed, name="kobo.xlsx", content=workbook({"sluss": persons, "relatives": relatives})
    )
    assert (run.kind, run.state, run.report["refused"]) == ("xlsform", ImportState.CHECKED, [])
    imports.apply(actor(reporter), run, mode="add")
    mother, child = Contact.objects.order_by("number")
    assert mother.answers["citizenship"] == ["NG", "GH"]
    assert mother.answers["forms"] == ["sexual", "labour"]
    assert mother.answers["first_contact"] == "2016-05"
    assert (child.role, child.belongs_to) == ("accompanying_child", mother)


def test_an_export_with_a_column_for_each_answer_comes_in(owed, reporter, actor):
    content = (
        b"meeting/first_contact,person/sex,person/age,person/citizenship,exploitation/forms,"
        b"exploitation/forms/sexual,exploitation/forms/labour,authorities/police_report\n"
        b"2016-05-01,female,age_24_26,NG,sexual labour,1,1,no\n"
        b"2016-06-01,male,age_30_38,RO,labour,0,1,no\n"
    )
    run = imports.receive(actor(reporter), owed, name="kobo.csv", content=content)
    assert run.report["refused"] == []
    imports.apply(actor(reporter), run, mode="add")
    assert [contact.answers["forms"] for contact in Contact.objects.order_by("number")] == [
        ["sexual", "labour"],
        ["labour"],
    ]


def test_a_code_that_is_not_in_the_list_is_named_with_its_place(owed, reporter, actor):
    content = (
        b"meeting/first_contact,person/sex,person/age,person/citizenship\n2016-05-01,female,age_24_26,XX\n"
    )
    run = imports.receive(actor(reporter), owed, name="kobo.csv", content=content)
    [refused] = run.report["refused"]
    assert (refused["row"], refused["column"], refused["heading"]) == (2, "D", "person/citizenship")
    assert "XX" in refused["reason"]


def test_an_export_of_odk_central_comes_in_with_its_own_ways_of_naming(owed, reporter, actor):
    persons = [
        ["SubmissionDate", "step_meeting-first_contact", "step_person-sex", "step_person-age",
         "step_person-citizenship", "step_exploitation-forms", "step_authorities-police_report", "KEY"],
        ["2017-02-01T10:00:00.000Z", "2016-05-01", "female", "age_24_26", "NG", "sexual", "no", "uuid:1"],
    ]  # fmt: skip
    relatives = [
        ["relative_role", "relative_first_contact", "relative_sex", "relative_age", "relative_citizenship",
         "PARENT_KEY", "KEY"],
        ["accompanying_child", "2016-05-01", "male", "age_0_6", "NG", "uuid:1", "uuid:1/relatives[1]"],
    ]  # fmt: skip
    content = workbook({"Submissions": persons, "Submissions-relatives": relatives})
    run = imports.receive(actor(reporter), owed, name="odk.xlsx", content=content)
    assert (run.kind, run.report["refused"], run.report["left_out"]) == ("xlsform", [], [])
    imports.apply(actor(reporter), run, mode="add")
    mother, child = Contact.objects.order_by("number")
    assert (mother.answers["forms"], child.belongs_to) == (["sexual"], mother)


def test_columns_that_the_form_does_not_know_are_said_to_be_left_out(owed, reporter, actor):
    content = b"first_contact,sex,age,citizenship,own_question,_uuid\n2016-05-01,female,age_24_26,NG,x,u\n"
    run = imports.receive(actor(reporter), owed, name="kobo.csv", content=content)
    assert run.report["left_out"] == ["own_question"]


def test_relatives_without_those_they_belong_to_are_refused_with_the_way_out(owed, reporter, actor):
    content = b"relative_role,relative_sex,relative_age,_parent_index\nsibling,female,age_24_26,1\n"
    with pytest.raises(BadFile) as refused:
        imports.receive(actor(reporter), owed, name="kobo.csv", content=content)
    assert ".xlsx" in str(refused.value.message)
