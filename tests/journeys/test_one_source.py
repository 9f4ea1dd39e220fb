"""The codebook is one source: a label and a code changed in its files change everything made from it."""

import io
import shutil

import openpyxl
import pytest
from django.utils import translation

from sluss.coalition.selectors import actor_for
from sluss.contacts import codebook, dictionary
from sluss.contacts.codebook import book_of
from sluss.contacts.imports import services as imports
from sluss.contacts.imports.template import template
from sluss.contacts.imports.xlsform import xlsform
from sluss.contacts.models import Contact
from sluss.statistics import services as statistics
from sluss.statistics.faces.files import as_csv
from sluss.statistics.faces.sheet import sheet
from sluss.statistics.models import Perspective
from tests.conftest import make_round
from tests.statistics.rounds import accepted, persons

OLD = 'code = "begging", sv = "Tiggeri"'
NEW = 'code = "street_begging", sv = "Tiggeri på gatan"'


@pytest.fixture
def changed_book(tmp_path, monkeypatch):
    """The coalition's codebook with one code and its label changed in its file."""
    folder = tmp_path / "codebook"
    shutil.copytree(codebook.FOLDER, folder)
    file = folder / "2017" / "3-exploitation.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    file.write_text(text.replace(OLD, NEW), encoding="utf-8")
    monkeypatch.setattr(codebook, "FOLDER", folder)
    return book_of("2017")


@pytest.fixture
def owed(organisation, friday):
    return make_round(2016, organisation).returns.get()


def words_of(workbook: bytes) -> set[str]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell}


def test_the_form_asks_with_the_new_word(changed_book, owed, reporter, sign_in):
    client = sign_in(reporter)
    contact = Contact.objects.create(of_return=owed, number=1, role="directly_exploited")
    page = client.get(f"/insamling/person/{contact.pk}/steg/exploitation/").content.decode()
    assert "Tiggeri på gatan" in page
    assert 'value="street_begging"' in page
    assert 'value="begging"' not in page


def test_excel_template_xlsform_and_dictionary_hold_it(changed_book, owed):
    with translation.override("sv"):
        in_template = words_of(template(owed.round, changed_book, "sv"))
    in_form = words_of(xlsform(owed.round, changed_book))
    assert "Tiggeri på gatan" in in_template & in_form
    assert "street_begging" in in_form
    assert "begging" not in in_form
    assert "Tiggeri på gatan" in dictionary.as_markdown(changed_book, "sv")


def test_what_comes_in_is_checked_by_it(changed_book, owed, reporter):
    new = b"first_contact,sex,age,citizenship,forms\n2016-05-01,female,age_24_26,NG,street_begging\n"
    old = new.replace(b"street_begging", b"begging")
    taken = imports.receive(actor_for(reporter), owed, name="new.csv", content=new)
    refused = imports.receive(actor_for(reporter), owed, name="old.csv", content=old)
    assert (taken.report["rows"], refused.report["rows"]) == (1, 0)
    assert "begging" in refused.report["refused"][0]["reason"]


def test_table_and_export_say_it(
    changed_book, owed, coordinator, organisation, django_capture_on_commit_callbacks
):
    actor = actor_for(coordinator)
    accepted(owed.round, organisation, persons(30, forms=["street_begging"]) + persons(40))
    perspective = Perspective.objects.create(
        slug="former",
        title={"sv": "Former", "en": "Forms"},
        filter={"role": ["directly_exploited"]},
        dimensions=["forms"],
    )
    release = statistics.freeze(actor, owed.round)
    with django_capture_on_commit_callbacks(execute=True):
        statistics.start_check(actor, release)
    release.refresh_from_db()
    table = release.tables.get(perspective=perspective)
    assert "Tiggeri på gatan" in as_csv(sheet(table, "sv")).decode("utf-8-sig")
