"""Sending in a list by the pages: template, own list, what goes wrong, and taking it back."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.test import Client

from sluss.contacts.codebook import book_of
from sluss.contacts.imports import services as imports
from sluss.contacts.imports.template import template
from sluss.contacts.models import ColumnMapping, Contact, GroupCase, ImportRun, ImportState
from tests.conftest import make_round

PERSON = {
    "number": "1", "role": "Direkt utsatt", "first_contact": "2016-05", "sex": "Kvinna eller flicka", "age": "24–26 år",
    "citizenship": "Nigeria", "forms": "Sexuellt utnyttjande; Arbete", "police_report": "Nej",
}  # fmt: skip
CHILD = {
    "number": "2", "belongs_to": "1", "role": "Medföljande barn", "first_contact": "2016-05", "sex": "Man eller pojke",
    "age": "0–6 år", "citizenship": "Nigeria",
}  # fmt: skip


@pytest.fixture
def owed(organisation, friday):
    return make_round(2016, organisation).returns.get()


@pytest.fixture
def client(sign_in, reporter):
    return sign_in(reporter)


def filled(owed, *persons: dict[str, str], **changes: str) -> bytes:
    """The round's own template, filled in as a person would in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(template(owed.round, book_of("2017"), "sv")))
    sheet = book["Personer"]
    codes = [cell.value for cell in sheet[3]]
    for number, person in enumerate(persons or (PERSON,), start=4):
        for code, text in {**person, **changes}.items():
            sheet.cell(number, codes.index(code) + 1, text)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(client, owed, content: bytes, name: str = "lista.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/insamling/inrapportering/{owed.pk}/lista/", {"file": file}, follow=True)


def said(answer) -> str:
    return answer.content.decode()


def test_the_template_filled_in_is_shown_before_anything_is_saved_and_read_in_after_a_yes(client, owed):
    answer = send(client, owed, filled(owed, PERSON, CHILD))
    assert "2 personer kan läsas in" in said(answer)
    assert Contact.objects.count() == 0
    run = ImportRun.objects.get()
    client.post(f"/insamling/lista/{run.pk}/", {"mode": "add"})
    mother, child = Contact.objects.order_by("number")
    assert mother.answers["forms"] == ["sexual", "labour"]
    assert (child.role, child.belongs_to) == ("accompanying_child", mother)
    run.refresh_from_db()
    assert (run.state, run.content) == (ImportState.APPLIED, None)


def test_a_bad_cell_is_named_by_sheet_row_column_and_reason_and_nothing_is_read_in(client, owed):
    page = said(send(client, owed, filled(owed, PERSON, {**PERSON, "number": "2", "sex": "kanske"})))
    run = ImportRun.objects.get()
    [refused] = run.report["refused"]
    assert (refused["sheet"], refused["row"]) == ("Personer", 5)
    assert "kanske" in refused["reason"]
    assert refused["reason"].replace("”", "&quot;")[:5] in page or refused["column"] in page
    answer = client.post(f"/insamling/lista/{run.pk}/", {"mode": "add"})
    assert answer.status_code == 422
    assert Contact.objects.count() == 0
    client.post(f"/insamling/lista/{run.pk}/", {"mode": "add", "only_good": "on"})
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"first_contact": "2017-12"}, "framåt i tiden"),
        ({"citizenship": "Atlantis"}, "Atlantis"),
    ],
)
def test_answers_that_cannot_be_are_refused_with_a_reason(client, owed, changes, reason):
    send(client, owed, filled(owed, PERSON, **changes))
    assert [cell for cell in ImportRun.objects.get().report["refused"] if reason in cell["reason"]] != []


def test_a_child_of_43_is_refused(client, owed):
    send(client, owed, filled(owed, PERSON, {**CHILD, "age": "39–47 år"}))
    report = ImportRun.objects.get().report
    assert (report["rows"], report["bad"]) == (1, 1)
    assert report["refused"][0]["row"] == 5


def test_a_child_that_belongs_to_nobody_is_refused(client, owed):
    send(client, owed, filled(owed, PERSON, {**CHILD, "belongs_to": "7"}))
    [refused] = ImportRun.objects.get().report["refused"]
    assert refused["row"] == 5
    assert refused["reason"] == "Det finns ingen rad med det numret."


def test_replace_puts_the_list_in_the_others_place_and_can_be_taken_back(client, owed):
    send(client, owed, filled(owed, PERSON))
    client.post(f"/insamling/lista/{ImportRun.objects.get().pk}/", {"mode": "add"})
    send(client, owed, filled(owed, {**PERSON, "age": "18–20 år"}), "ny.xlsx")
    newer = ImportRun.objects.latest("pk")
    client.post(f"/insamling/lista/{newer.pk}/", {"mode": "replace"})
    assert [c.answers["age"] for c in Contact.objects.all()] == ["age_18_20"]
    client.post(f"/insamling/lista/{newer.pk}/ta-tillbaka/")
    assert [c.answers["age"] for c in Contact.objects.all()] == ["age_24_26"]


def test_the_same_file_sent_twice_is_noticed(client, owed):
    content = filled(owed, PERSON)
    send(client, owed, content)
    client.post(f"/insamling/lista/{ImportRun.objects.get().pk}/", {"mode": "add"})
    assert "räknas samma personer två gånger" in said(send(client, owed, content))


def test_yes_said_twice_reads_in_once(client, owed):
    send(client, owed, filled(owed, PERSON))
    address = f"/insamling/lista/{ImportRun.objects.get().pk}/"
    client.post(address, {"mode": "add"})
    client.post(address, {"mode": "add"})
    assert Contact.objects.count() == 1


def test_a_list_thrown_away_leaves_only_its_hash(client, owed):
    send(client, owed, filled(owed, PERSON))
    run = ImportRun.objects.get()
    client.post(f"/insamling/lista/{run.pk}/kasta/")
    run.refresh_from_db()
    assert (run.state, run.content, len(run.sha256)) == (ImportState.DISCARDED, None, 64)
    assert "refused" not in run.report
    assert Contact.objects.count() == 0


def test_a_formula_is_named_and_never_computed(client, owed):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet("Personer")
        sheet.write_row(0, 0, ["Roll", "Kön", "Ålder"])
        sheet.write_row(1, 0, ["role", "sex", "age"])
        sheet.write_row(2, 0, ["directly_exploited", "female"])
        sheet.write_formula(2, 2, '="age_24_26"', None, "age_24_26")
    send(client, owed, target.getvalue())
    [refused] = ImportRun.objects.get().report["refused"]
    assert (refused["row"], refused["column"], refused["heading"]) == (3, "C", "Ålder")
    assert "formel" in refused["reason"]


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"   \n", "tom"),
        (b"%PDF-1.7 ...", "inte kan läsa"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "inte kan läsa"),
        (b"<html></html>", "inte kan läsa"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "gammal Excelfil"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        (b"PK\x03\x04trasig", "skadad"),
        (bomb(), "för stor"),
        ("kön;ålder;KÖN\n1;2;3\n".encode(), "samma rubrik"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_beside_the_field(client, owed, content, words):
    answer = send(client, owed, content)
    assert answer.status_code == 422
    [error] = answer.context["form"].errors["file"]
    assert words in error
    assert ImportRun.objects.count() == 0


def test_a_file_of_a_hundred_megabytes_is_neither_read_nor_stored_and_the_page_says_so_beside_the_field(
    owed, reporter, monkeypatch
):
    """With the check for forged requests on: the form's other fields are read though the file is not."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/insamling/inrapportering/{owed.pk}/lista/"
    token = client.get(address).context["csrf_token"]
    for handler in (MemoryFileUploadHandler, TemporaryFileUploadHandler):
        monkeypatch.setattr(handler, "receive_data_chunk", lambda *_: pytest.fail("the file is read"))
    file = SimpleUploadedFile("lista.csv", b"a;b\n" * 25 * 1024 * 1024)
    answer = client.post(address, {"csrfmiddlewaretoken": str(token), "file": file})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "Filen är större än 15 MB. Skicka bara listan, utan bilder och andra blad."
    ]
    assert ImportRun.objects.count() == 0


def test_a_file_that_does_not_say_how_large_it_is_is_left_when_it_has_become_too_large(
    client, owed, settings
):
    settings.UPLOAD_LIMIT_BYTES = 1000
    answer = send(client, owed, b"a;b\n" * 500)
    assert "större än" in answer.context["form"].errors["file"][0]
    assert ImportRun.objects.count() == 0


def test_the_same_file_added_again_is_asked_about_beside_the_box(client, owed):
    content = filled(owed, PERSON)
    send(client, owed, content)
    client.post(f"/insamling/lista/{ImportRun.objects.get().pk}/", {"mode": "add"})
    send(client, owed, content)
    address = f"/insamling/lista/{ImportRun.objects.latest('pk').pk}/"
    answer = client.post(address, {"mode": "add"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["again"]
    client.post(address, {"mode": "add", "again": "on"})
    assert Contact.objects.count() == 2


def test_a_list_is_looked_through_anew_when_what_it_hangs_on_has_changed(client, owed):
    case = GroupCase.objects.create(round=owed.round, name="Bäret")
    send(client, owed, filled(owed, {**PERSON, "group_case": "Bäret"}))
    address = f"/insamling/lista/{ImportRun.objects.get().pk}/"
    case.delete()
    page = client.get(address)
    assert "Det finns inget gruppärende som heter ”Bäret”" in said(page)
    assert page.context["run"].report["rows"] == 0
    assert client.post(address, {"mode": "add", "only_good": "on"}).status_code == 422
    assert Contact.objects.count() == 0


def test_the_refused_cells_speak_the_language_of_the_page(client, owed):
    send(client, owed, filled(owed, PERSON, first_contact="2017-12"))
    address = f"/insamling/lista/{ImportRun.objects.get().pk}/"
    client.cookies["django_language"] = "en"
    assert "lies in the future" in said(client.get(address))


def test_a_list_that_waits_is_found_again_on_the_page(client, owed):
    send(client, owed, filled(owed, PERSON), "mars.xlsx")
    page = said(client.get(f"/insamling/inrapportering/{owed.pk}/lista/"))
    assert "mars.xlsx" in page
    assert f"/insamling/lista/{ImportRun.objects.get().pk}/" in page


def test_what_was_said_of_words_can_be_changed_from_the_look(client, owed):
    send(client, owed, "Kön;Land\nK;Danmark\n".encode(), "a.csv")
    run = ImportRun.objects.get()
    columns = {"column_0": "sex", "column_1": "citizenship", "fill_role": "directly_exploited"}
    client.post(f"/insamling/lista/{run.pk}/kolumner/", columns)
    client.post(f"/insamling/lista/{run.pk}/ord/", {"word_0": "Man eller pojke", "word_1": "Danmark"})
    again = f"/insamling/lista/{run.pk}/ord/?alla"
    assert again in said(client.get(f"/insamling/lista/{run.pk}/"))
    assert client.get(again).context["form"]["word_0"].initial == "Man eller pojke"
    client.post(again, {"word_0": "Kvinna eller flicka", "word_1": "Danmark"})
    client.post(f"/insamling/lista/{run.pk}/", {"mode": "add"})
    assert Contact.objects.get().answers["sex"] == "female"


def test_a_guess_is_offered_and_a_column_left_unsaid_is_asked_for_beside_it(client, owed):
    answer = send(client, owed, "Kön;Okänt\nK;x\n".encode(), "a.csv")
    form = answer.context["form"]
    assert (form["column_0"].initial, form["column_1"].initial) == ("sex", "")
    run = ImportRun.objects.get()
    answer = client.post(f"/insamling/lista/{run.pk}/kolumner/", {"column_0": "sex", "column_1": ""})
    assert set(answer.context["form"].errors) == {"column_1", "fill_role"}
    assert ColumnMapping.objects.count() == 0


def test_a_closed_round_takes_no_list_and_says_why(client, owed, stand_on):
    import datetime as dt

    stand_on(dt.date(2017, 6, 1))
    answer = send(client, owed, filled(owed, PERSON))
    assert ImportRun.objects.count() == 0
    assert answer.context["why_closed"]


OWN = "Ärende;Vad;Kön;Land;Ålder;Anteckning\n1;Prostitution & städning;K;Rumänien;22;Anna ringde\n2;sexuellt;k;Danmark;31;\n"


def test_an_own_list_is_read_by_what_is_said_of_its_columns_and_words(client, owed):
    answer = send(client, owed, OWN.encode("cp1252"), "vår lista.csv")
    assert answer.status_code == 200
    run = ImportRun.objects.get()
    assert run.state == ImportState.MAPPING
    form = answer.context["form"]
    chosen = {"Vad": "forms", "Kön": "sex", "Land": "citizenship", "Ålder": "age"}
    data = {name: chosen.get(heading, "-") for name, heading in form.names.items()}
    data |= {
        "fill_role": "directly_exploited",
        "fill_first_contact": "unknown",
        "fill_police_report": "not_asked",
    }
    answer = client.post(f"/insamling/lista/{run.pk}/kolumner/", data, follow=True)
    words = answer.context["form"]
    offered = {pair[1]: words[name].initial for name, pair in words.pairs.items()}
    assert (offered["Rumänien"], offered["Danmark"]) == ("Rumänien", "Danmark")
    meant = {"Prostitution & städning": "Sexuellt utnyttjande; Arbete", "sexuellt": "Sexuellt utnyttjande",
             "K": "Kvinna eller flicka", "k": "Kvinna eller flicka", "22": "21–23 år", "31": "30–38 år"}  # fmt: skip
    data = {name: meant.get(pair[1], offered[pair[1]]) for name, pair in words.pairs.items()}
    client.post(f"/insamling/lista/{run.pk}/ord/", data)
    run.refresh_from_db()
    assert (run.state, run.report["rows"], run.report["left_out"]) == (
        ImportState.CHECKED, 2, ["Ärende", "Anteckning"],
    )  # fmt: skip
    client.post(f"/insamling/lista/{run.pk}/", {"mode": "add"})
    first = Contact.objects.order_by("number").first()
    assert first.answers["forms"] == ["sexual", "labour"]
    assert "Anna" not in str(list(Contact.objects.values())) + str(list(ColumnMapping.objects.values()))


def test_a_word_that_means_nothing_known_is_asked_again_and_the_others_stay_as_written(client, owed):
    send(client, owed, b"Land\nRum\xc3\xa4nien\nAtlantis\n", "a.csv")
    run = ImportRun.objects.get()
    columns = {"column_0": "citizenship", "fill_role": "directly_exploited"}
    client.post(f"/insamling/lista/{run.pk}/kolumner/", columns)
    answer = client.post(f"/insamling/lista/{run.pk}/ord/", {"word_0": "Bulgarien", "word_1": "Atlantis"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["word_1"]
    assert 'value="Bulgarien"' in said(answer)


def test_another_organisations_list_guessed_by_number_is_not_there(client, owed, other_organisation):
    owed.round.returns.create(organisation=other_organisation)
    theirs = ImportRun.objects.create(
        of_return=owed.round.returns.get(organisation=other_organisation),
        kind="template", file_name="x", sha256="0" * 64,
    )  # fmt: skip
    for part in ("", "kolumner/", "ord/"):
        assert client.get(f"/insamling/lista/{theirs.pk}/{part}").status_code == 404
    for part in ("kasta/", "ta-tillbaka/"):
        assert client.post(f"/insamling/lista/{theirs.pk}/{part}").status_code == 404


def test_files_nobody_said_yes_to_are_taken_away_after_a_week(client, owed, stand_on):
    import datetime as dt

    send(client, owed, filled(owed, PERSON))
    stand_on(dt.date(2017, 3, 16))
    assert imports.forget_old_files() == 0
    stand_on(dt.date(2017, 3, 19))
    assert imports.forget_old_files() == 1
    assert ImportRun.objects.get().content is None
