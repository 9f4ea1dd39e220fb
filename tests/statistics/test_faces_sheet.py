"""The one value behind every face: what it says, and that it says nothing hidden."""

import json

import pytest
from django.utils import translation

from sluss.contacts.codebook import book_of
from sluss.statistics import questions
from sluss.statistics.faces.findings import Answer, Counted, busiest, largest, phrases
from sluss.statistics.faces.periods import period_slug, period_text
from sluss.statistics.faces.sheet import sheet
from sluss.statistics.models import Release
from tests.statistics.faces_release import QUESTIONS, make_release
from veil import TOTAL


@pytest.fixture
def release(friday) -> Release:
    return make_release()


def sheet_of(release: Release, slug: str, language: str = "sv"):
    return sheet(release.tables.get(slug=slug), language)


def test_the_heading_says_the_finding_from_published_figures(release):
    assert sheet_of(release, "roller").finding == "140 av 182 personer var möjliga offer"
    assert sheet_of(release, "roller", "en").finding == "140 of 182 persons were potential victims"


def test_an_answer_without_a_sentence_of_its_own_is_said_with_question_and_label(release):
    assert sheet_of(release, "lan").finding == "Län: Stockholms län, 36 av 140 möjliga offer"


def test_rows_stand_in_the_order_of_the_codebook_and_the_sum_last(release):
    rows = [row.heading.label for row in sheet_of(release, "form").sections[0].rows]
    assert rows == [words[0] for words in QUESTIONS["forms"][1].values()] + ["Alla med känt svar"]


def test_a_hidden_cell_is_two_dots_and_none_is_a_dash(release):
    table = release.tables.get(slug="form-kon")
    shown = sheet_of(release, "form-kon")
    for (form, sex), cell in table.table.cells.items():
        expected = ".." if cell.count is None else (str(cell.count) if cell.count else "–")
        assert shown.figure(form, sex).text == expected
    assert shown.figure("sexual", "other").text == "–"
    assert shown.hidden > 5


def test_several_answers_print_their_denominator_and_that_they_pass_100(release):
    notes = sheet_of(release, "form").notes
    assert notes[0] == (
        "Form av utnyttjande: en person kan ha flera svar, så tillsammans kan de bli mer än 100 procent. "
        "Andelarna är av de 140 som har ett känt svar."
    )


def test_answers_that_exclude_each_other_are_not_said_to_pass_100_per_cent(release):
    table = release.tables.get(slug="form")
    text = json.dumps([table.protected, table.definition]).replace('"sexual"', '"none"')
    table.protected, table.definition = json.loads(text)
    codes = table.definition["labels"]["forms"]["codes"]
    assert "mer än 100 procent" in " ".join(sheet(table, "sv").notes)
    codes[:] = [known for known in codes if known[0] in {"none", "labour"}]
    assert sheet(table, "sv").notes[0] == "Andelarna är av de 140 som har ett känt svar."


def test_a_share_of_a_hidden_figure_is_never_shown(release):
    rows = sheet_of(release, "lan").sections[0].rows
    hidden = [row for row in rows if row.figures[0].hidden]
    assert len(hidden) > 3
    assert [row.share_text for row in hidden] == [""] * len(hidden)


def test_a_long_list_leaves_out_what_nobody_answered_and_says_so(release):
    shown = sheet_of(release, "lan")
    assert "Blekinge län" not in [heading.label for heading in shown.axes[0].headings]
    assert "Län: svar som ingen hade står inte med." in shown.notes


def test_three_dimensions_become_sections_with_everybody_first(release):
    sections = sheet_of(release, "polis-kon-alder").sections
    assert [section.heading.label for section in sections] == ["Alla", "Barn", "Vuxen", "Vet inte"]
    assert sections[0].rows[0].figures[0] == sheet_of(release, "polis-kon-alder").figure("yes", TOTAL, TOTAL)


def test_a_question_that_was_not_put_to_all_gives_no_shares_and_no_whole(release):
    table = release.tables.get(slug="form")
    text = json.dumps([table.protected, table.definition]).replace('"other"', '"not_put"')
    table.protected, table.definition = json.loads(text)
    shown = sheet(table, "sv")
    assert shown.finding == "79 möjliga offer utnyttjades sexuellt"
    assert not shown.has_shares


@pytest.mark.parametrize(
    ("first", "last", "slug", "text"),
    [
        ("2016-01", "2016-12", "2016", "2016"),
        ("2022-07", "2022-09", "2022-q3", "juli–september 2022"),
        ("2016-04", "2017-03", "2016-04-2017-03", "april 2016–mars 2017"),
        ("2016-02", "2016-02", "2016-02-2016-02", "februari 2016"),
    ],
)
def test_a_period_has_an_address_and_words(first, last, slug, text):
    assert period_slug(first, last) == slug
    assert period_text(first, last, "sv") == text


def test_the_heading_names_the_tables_own_question(release):
    """Two tables with the same first question aren't told apart by the same finding."""
    assert (
        sheet_of(release, "form").finding == "79 av 140 möjliga offer vars svar är känt utnyttjades sexuellt"
    )
    both = sheet_of(release, "form-kon").finding
    assert both == "79 av 140 möjliga offer vars svar är känt utnyttjades sexuellt, efter kön"
    assert sheet_of(release, "polis-kon-alder", "en").finding.endswith(", by sex and by child or adult")


def test_a_table_of_which_little_is_shown_still_says_what_it_asks():
    with translation.override("sv"):
        nobody = [Answer("needs", "Barnets behov", "yes", "Ja", None)]
        assert largest(nobody, Counted("barn", 6), "sv") == "Barnets behov: 6 barn"
        assert largest(nobody, Counted("barn", None), "sv").startswith("Barnets behov: för få barn")
        quarters = [Answer("period", "Första kontakt", "2015-Q4", "Kvartal 4 2015", 58)]
        assert busiest(quarters, Counted("personer", 196)) == (
            "Flest första kontakter i kvartal 4 2015: 58 av 196 personer"
        )


def test_every_sentence_of_a_finding_is_about_an_answer_of_the_codebook():
    book = book_of("2017")
    for variable, sentences in phrases().items():
        for code, languages in sentences.items():
            assert questions.label(book, variable, code)
            assert set(languages) - {"of"} == {"sv", "en"}, code
            assert set(languages.get("of", languages)) - {"of"} == {"sv", "en"}, code


def test_children_whom_nobody_met_are_not_said_to_have_been_met(release):
    table = release.tables.get(slug="lan")
    table.definition["unit"] = "children_elsewhere"
    table.definition["filter"] = {"role": ["child_elsewhere"]}
    shown = sheet(table, "sv")
    assert shown.lead == "Barn som 18 av 20 organisationer fick veta om 2016, men inte mötte."
    assert "mötte henne" not in " ".join(shown.notes)
    assert "Ett barn som två organisationer fick veta om kan vara räknat två gånger." in shown.notes[-1]


def test_where_a_child_is_never_says_that_the_child_was_there():
    """The answer is also given of children whom nobody met; "with the person" read as if they were."""
    where = book_of("2017").variable("child_where")
    assert where.asked_of == {"child_elsewhere"}
    assert where.answer_label("with_parent")["sv"] == "Bor hos personen"


def test_a_table_of_some_says_of_whom(release):
    table = release.tables.get(slug="form")
    table.definition["filter"]["police_report"] = ["yes"]
    table.definition["labels"]["police_report"] = {
        "label": {"sv": "Polisanmälan", "en": "Police report"},
        "codes": [["yes", {"sv": "Ja", "en": "Yes"}]],
    }
    shown = sheet(table, "sv")
    assert shown.finding == "79 av 140 möjliga offer med polisanmälan vars svar är känt utnyttjades sexuellt"
    assert shown.lead == "Personer som 18 av 20 organisationer mötte 2016. Bara: Polisanmälan (Ja)."
