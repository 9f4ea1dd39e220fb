"""Lists that organisations keep anyway: nothing guessed in silence, nothing kept that tells who somebody is."""

import pytest

from sluss.contacts.imports import keeping, meaning
from sluss.contacts.imports import services as imports
from sluss.contacts.imports.dates import month_in
from sluss.contacts.imports.reading import BadFile
from sluss.contacts.models import ColumnMapping, Contact, ImportRun, ImportState
from sluss.trust.actor import Actor
from tests.conftest import make_round

FILL = {
    "role": "directly_exploited",
    "age": "unknown",
    "police_report": "not_asked",
    "citizenship": ["unknown"],
}
LIST = (
    "Nr;Namn;Personnr;Roll;Hör till;Datum;Kön;Form\n"
    "1;Anna A;19920304-1234;offer;;3 maj 2016;K;prostitution\n"
    "2;Bo B;20120304-1234;barn;1;2016-05-03;M;\n"
)
COLUMNS = {"Nr": "number", "Roll": "role", "Hör till": "belongs_to", "Datum": "first_contact", "Kön": "sex",
           "Form": "forms"}  # fmt: skip


@pytest.fixture
def owed(organisation, friday):
    return make_round(2016, organisation).returns.get()


@pytest.fixture
def who(reporter, actor) -> Actor:
    return actor(reporter)


def walk(who: Actor, run: ImportRun, columns: dict[str, str], **words: list[str]) -> ImportRun:
    """Say the columns, and every word: as given, else as offered."""
    opened = imports.open_run(run)
    mapping = imports.say_columns(who, run, columns, FILL)
    meant: dict[str, dict[str, list[str]]] = {}
    for heading, word in imports.words_to_say(opened, imports.said(mapping)):
        offer = meaning.offered_codes(opened.book, columns[heading], word, opened.listing.kind)
        meant.setdefault(heading, {})[word] = words.get(word) or list(offer)
    imports.say_words(who, run, meant)
    run.refresh_from_db()
    return run


def test_children_hang_on_their_person_and_months_are_read_as_people_write_them(who, owed):
    run = walk(who, imports.receive(who, owed, name="vår.csv", content=LIST.encode()), COLUMNS)
    assert (run.state, run.report["refused"]) == (ImportState.CHECKED, [])
    imports.apply(who, run, mode="add")
    mother, child = Contact.objects.order_by("number")
    assert (mother.role, child.role, child.belongs_to) == ("directly_exploited", "accompanying_child", mother)
    assert (mother.answers["first_contact"], child.answers["first_contact"]) == ("2016-05", "2016-05")
    assert mother.answers["forms"] == ["sexual"]
    assert "forms" not in child.answers


def test_names_and_identity_numbers_never_reach_the_database(who, owed):
    run = imports.receive(who, owed, name="vår.csv", content=LIST.encode())
    opened = imports.open_run(run)
    assert [opened.listing.headings[column] for column in sorted(opened.listing.personal)] == [
        "Namn",
        "Personnr",
    ]
    assert not any(told in str(opened.listing.sheet) for told in ("Anna", "Bo B", "1234"))
    walk(who, run, COLUMNS)
    assert run.report["personal"] == ["Namn", "Personnr"]


@pytest.mark.parametrize(
    "heading",
    ["Namn", "Förnamn", "Efternamn", "Klientens namn", "First name", "Client", "Född", "Födelsedatum", "E-post",
     "Telefon (mobil)", "Adress", "Date born", "PNR"],
)  # fmt: skip
def test_headings_that_tell_who_somebody_is(heading):
    assert keeping.names_a_person(heading)


@pytest.mark.parametrize("heading", ["Kön", "Land", "Namn på land", "Country name", "Form", "Client county"])
def test_headings_that_do_not(heading):
    assert not keeping.names_a_person(heading)


@pytest.mark.parametrize(
    "told", ["19920304-1234", "9203041234", "anna@example.org", "070-123 45 67", "+46701234567"]
)
def test_a_column_that_holds_what_tells_who_somebody_is_is_emptied_whatever_it_is_called(who, owed, told):
    content = f"Kod;Kön\n{told};K\nx;M\n".encode()
    listing = imports.open_run(imports.receive(who, owed, name="a.csv", content=content)).listing
    assert (listing.personal, listing.sheet.rows[1:]) == ({0}, [["", "K"], ["", "M"]])


@pytest.mark.parametrize(
    "said", ["2016-03-04", "03-04-2016", "4/3 2016", "20160304", "12345", "2016-03-04 12:30"]
)
def test_dates_and_numbers_are_not_taken_for_telephone_or_identity_numbers(who, owed, said):
    content = f"Kod;Kön\n{said};K\n".encode()
    assert (
        imports.open_run(imports.receive(who, owed, name="a.csv", content=content)).listing.personal == set()
    )


def test_notes_are_forgotten_as_soon_as_their_column_is_left_out_and_short_words_are_not(who, owed):
    story = "Hon ringde från Malmö och berättade om sin bror och hans vänner"
    content = f"Kön;Anteckning;Kod\nK;{story};kort\n".encode()
    run = imports.receive(who, owed, name="a.csv", content=content)
    imports.say_columns(who, run, {"Kön": "sex", "Anteckning": "", "Kod": ""}, FILL)
    assert imports.open_run(run).listing.sheet.rows[1] == ["K", "", "kort"]


def test_a_word_meant_wrongly_can_be_said_anew(who, owed):
    run = walk(who, imports.receive(who, owed, name="vår.csv", content=LIST.encode()), COLUMNS, K=["male"])
    imports.say_words(who, run, {"Kön": {"K": ["female"]}})
    run.refresh_from_db()
    imports.apply(who, run, mode="add")
    assert Contact.objects.order_by("number")[0].answers["sex"] == "female"


def test_words_of_a_column_that_becomes_another_question_are_asked_anew(who, owed):
    run = imports.receive(who, owed, name="a.csv", content="Kod;Kön\n24;K\n30;M\n".encode())
    walk(who, run, {"Kod": "age", "Kön": "sex"})
    assert run.state == ImportState.CHECKED
    mapping = imports.say_columns(who, run, {"Kod": "age_start", "Kön": "sex"}, FILL)
    run.refresh_from_db()
    assert (run.state, list(mapping.words)) == (ImportState.MAPPING, ["Kön"])


def test_new_words_are_asked_and_known_ones_are_not(who, owed):
    walk(who, imports.receive(who, owed, name="a.csv", content="Kön;Land\nK;Danmark\n".encode()),
         {"Kön": "sex", "Land": "citizenship"})  # fmt: skip
    again = imports.receive(who, owed, name="b.csv", content="Kön;Land\nk;Danmark\nM;Norge\n".encode())
    assert again.state == ImportState.MAPPING
    said = imports.said(ColumnMapping.objects.get())
    assert imports.words_to_say(imports.open_run(again), said) == [("Kön", "M"), ("Land", "Norge")]


def test_a_column_of_running_text_is_refused_as_a_question_beside_it(who, owed):
    text = "Anteckning;Kön\n" + "".join(f"berättelse {n};K\n" for n in range(meaning.MOST_WORDS + 1))
    run = imports.receive(who, owed, name="a.csv", content=text.encode())
    with pytest.raises(imports.RunningText) as refused:
        imports.say_columns(who, run, {"Anteckning": "forms", "Kön": "sex"}, FILL)
    assert refused.value.field == "Anteckning"


def test_a_word_of_which_only_a_person_can_tell_is_not_offered_but_its_candidates_are(who, owed):
    run = imports.receive(who, owed, name="a.csv", content=b"Land;K\nDominican;x\n")
    book, kind = imports.open_run(run).book, imports.open_run(run).listing.kind
    assert meaning.offered_codes(book, "citizenship", "Dominican", kind) == ()
    assert set(meaning.candidates(book, "citizenship", "Dominican")) == {"DM", "DO"}


@pytest.mark.parametrize("content", ["K;Danmark\nK;Norge\nM;Norge\n", "1;2016-01-01\n2;2016-02-01\n"])
def test_a_list_without_headings_is_refused_and_not_read_as_if_it_had(who, owed, content):
    with pytest.raises(BadFile) as refused:
        imports.receive(who, owed, name="a.csv", content=content.encode())
    assert "rubriker" in str(refused.value.message)


def test_a_title_above_the_headings_is_passed(who, owed):
    content = "Statistik 2016;;\n;;\nKön;Land;Form\nK;Danmark;sex\n"
    opened = imports.open_run(imports.receive(who, owed, name="a.csv", content=content.encode()))
    assert (list(opened.listing.headings.values()), opened.listing.first) == (["Kön", "Land", "Form"], 3)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2016-03", "2016-03"),
        ("2016-03-04", "2016-03"),
        ("2016/3/4", "2016-03"),
        ("20160304", "2016-03"),
        ("201603", "2016-03"),
        ("2016-03-04T10:00", "2016-03"),
        ("4/3 2016", "2016-03"),
        ("4.3.2016", "2016-03"),
        ("24/3/2016", "2016-03"),
        ("3/24/2016", "2016-03"),
        ("03/2016", "2016-03"),
        ("mars 2016", "2016-03"),
        ("4 March 2016", "2016-03"),
        ("Mar-2016", "2016-03"),
        ("3/4/2016", None),
        ("2016-13", None),
        ("våren 2016", None),
        ("mars", None),
        ("42430", None),
    ],
)
def test_months_are_read_where_they_can_mean_only_one_thing(written, month):
    assert month_in(written) == month
