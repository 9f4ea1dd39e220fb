"""The published HTCDS forms, filled in: their faults are tolerated, and nothing that tells who somebody is is read."""

import io

import openpyxl
import pytest

from sluss.contacts.imports import meaning
from sluss.contacts.imports import services as imports
from sluss.contacts.models import Contact, ImportState
from tests.conftest import make_round

ANSWERS = {
    "cas_CaseOwner": "Handläggare Ett",
    "prs_FirstName": "Hemlig",
    "prs_SecondName": "Person",
    "prs_Birthdate": "1992-03-04",
    "prs_Email": "hemlig@example.org",
    "prs_MobilePhone": "+46700000000",
    "prs_Gender": "Feminine\xa0",
    "prs_Citizenship": "NG",
    "vic_TraffickingStatus": "Possible victim of trafficking",
    "vic_TraffickinStatusDecisionMakingOrg": "NGO",  # the form's own misspelling
    "vic_MethodsOfControl": "DebtBondage ",  # with the blank that the form's list has
    "vic_TypeOfExploitation": "Sexual exploitation",
    "vic_TypeOfSexExploitation": "Prostitution",
    "cas_Status": "Active",
}
FILL = {
    "role": "directly_exploited",
    "first_contact": "unknown",
    "age": "unknown",
    "police_report": "not_asked",
}


@pytest.fixture
def owed(organisation, friday):
    return make_round(2016, organisation).returns.get()


def filled(shared, form: str) -> bytes:
    book = openpyxl.load_workbook(shared / "data" / "htcds" / form)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for name, text in ANSWERS.items():
        sheet.cell(3, columns[name], text)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("form", ["htcds-2.0.xlsx", "htcds-2.0-single-select.xlsx"])
@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_a_published_form_filled_in_comes_in_without_anything_that_tells_who_it_is(
    shared, owed, reporter, actor, form
):
    who = actor(reporter)
    run = imports.receive(who, owed, name=form, content=filled(shared, form))
    assert run.kind == "htcds"
    opened = imports.open_run(run)
    mapping = imports.say_columns(who, run, meaning.offered_columns(opened.listing, opened.book), FILL)
    left = [
        pair for pair in meaning.left_to_say(opened.listing, opened.book, imports.said(mapping)) if pair[1]
    ]
    # the standard doesn't say whether it was we or another organisation: only a person can
    assert left == [("vic_TraffickinStatusDecisionMakingOrg", "NGO")]
    imports.say_words(who, run, {left[0][0]: {"NGO": ["we"]}})
    run.refresh_from_db()
    assert (run.state, run.report["refused"], run.report["rows"]) == (ImportState.CHECKED, [], 1)
    imports.apply(who, run, mode="add")
    met = Contact.objects.get()
    assert met.answers["sex"] == "female"
    assert met.answers["citizenship"] == ["NG"]
    assert met.answers["forms"] == ["sexual"]
    assert met.answers["sexual_kinds"] == ["prostitution"]
    assert met.answers["status"] == "presumed"
    assert met.answers["control"] == ["debt"]
    assert met.answers["identified_by"] == "we"
    run.refresh_from_db()
    stored = str(list(Contact.objects.values())) + str(mapping.__dict__) + str(run.__dict__)
    for told in ("Hemlig", "1992", "+4670", "hemlig@"):
        assert told not in stored


def test_columns_that_tell_who_somebody_is_are_never_offered(shared, owed, reporter, actor):
    run = imports.receive(actor(reporter), owed, name="htcds.xlsx", content=filled(shared, "htcds-2.0.xlsx"))
    opened = imports.open_run(run)
    offers = meaning.offered_columns(opened.listing, opened.book)
    personal = {opened.listing.headings[column] for column in opened.listing.personal}
    assert {"prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Email", "prs_MobilePhone"} <= personal
    assert {offers[heading] for heading in personal} == {""}


def test_what_tells_who_somebody_is_never_reaches_the_database(shared, owed, reporter, actor):
    run = imports.receive(actor(reporter), owed, name="htcds.xlsx", content=filled(shared, "htcds-2.0.xlsx"))
    kept = str(imports.open_run(run)) + str(run.report)
    for told in ("Hemlig", "1992", "+4670", "hemlig@", "Handläggare Ett"):
        assert told not in kept


def say(who, run, **words):
    """Columns as offered; words as offered, or as given where only a person can tell."""
    opened = imports.open_run(run)
    columns = meaning.offered_columns(opened.listing, opened.book)
    mapping = imports.say_columns(who, run, columns, FILL)
    asked: dict[str, dict[str, list[str]]] = {}
    for heading, word in imports.words_to_say(opened, imports.said(mapping)):
        asked.setdefault(heading, {})[word] = words[word]
    imports.say_words(who, run, asked)
    run.refresh_from_db()
    return {word for meant in asked.values() for word in meant}


def export_of(shared, answers: dict[str, str]) -> bytes:
    """What KoboToolbox exports of the published XLSForm: its names as headings, and no row of labels."""
    survey = openpyxl.load_workbook(shared / "data" / "htcds" / "htcds-xlsform.xlsx")["survey"]
    names = [str(row[1]) for row in survey.iter_rows(min_row=2, values_only=True) if row[1]]
    assert answers.keys() <= set(names)
    book = openpyxl.Workbook()
    book.active.append([*names, "_id", "_uuid", "_submission_time"])
    book.active.append([answers.get(name, "") for name in names] + ["1", "u", "2017-01-01T10:00:00"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_export_of_the_published_xlsform_comes_in_and_its_first_person_is_not_taken_for_labels(
    shared, owed, reporter, actor
):
    answers = {
        "prs_First_Name": "Hemlig", "prs_Gender": "Feminine", "prs_Citizenship": "NG", "prs_Birthdate": "1992-03-04",
        "cas_IncomingReferralDate": "2016-05-20", "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
        "vic_Methods_of_Control": "DebtBondage TakesEarnings",
        "vic_TypeOfExploitation": "SexualExploitation ForcedLabour",
        "vic_ForcedLabourIndustry": "N_AdministrativeAndSupportServiceActivities",
    }  # fmt: skip
    who = actor(reporter)
    run = imports.receive(who, owed, name="export.xlsx", content=export_of(shared, answers))
    assert run.kind == "htcds"
    assert say(who, run) == set()
    assert (run.report["refused"], run.report["rows"]) == ([], 1)
    imports.apply(who, run, mode="add")
    met = Contact.objects.get().answers
    assert met["control"] == ["debt", "takes_earnings"]
    assert met["forms"] == ["sexual", "labour"]
    assert met["industry"] == "N"
    assert (met["first_contact"], met["age"]) == ("2016-05", "age_24_26")


@pytest.mark.parametrize(
    ("born", "referred", "age"),
    [
        ("1998-05-20", "2016-05-20", "age_18_20"),
        ("1998-05-21", "2016-05-20", "age_15_17"),
        ("1998", "2016-05-20", "unknown"),
        ("1998-05-20", "", "unknown"),
        ("2017-02-03", "2016-05-20", "unknown"),
    ],
    ids=["on the birthday", "the day before", "only a year", "no referral", "the wrong way round"],
)
def test_only_the_age_band_is_kept_of_a_date_of_birth(shared, owed, reporter, actor, born, referred, age):
    answers = {"prs_Gender": "Feminine", "prs_Citizenship": "NG", "vic_TypeOfExploitation": "SexualExploitation",
               "prs_Birthdate": born, "cas_IncomingReferralDate": referred}  # fmt: skip
    who = actor(reporter)
    run = imports.receive(who, owed, name="export.xlsx", content=export_of(shared, answers))
    assert born not in str(imports.open_run(run).listing)
    say(who, run)
    imports.apply(who, run, mode="add")
    assert Contact.objects.get().answers["age"] == age


def test_labels_that_hold_commas_and_semicolons_are_one_answer(shared, owed, reporter, actor):
    """The form's own choices, two of them with the signs that otherwise part several answers."""
    answers = {
        "prs_Gender": "Masculine", "prs_Citizenship": "RO; BG", "vic_TypeOfExploitation": "Forced labour",
        "vic_ForcedLabourIndustry": "Wholesale and retail trade; repair of motor vehicles and motorcycles",
    }  # fmt: skip
    who = actor(reporter)
    run = imports.receive(who, owed, name="htcds.xlsx", content=export_of(shared, answers))
    assert say(who, run) == set()
    imports.apply(who, run, mode="add")
    met = Contact.objects.get().answers
    assert (met["industry"], met["citizenship"]) == ("G", ["RO", "BG"])
