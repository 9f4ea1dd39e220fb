"""One protected table, many faces: each shows the same numbers and hides the same ones.

Where true hidden counts are searched for, they are numbers that nobody would print by chance.
"""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import fastexcel
import pypdf
import pytest

from sluss.statistics.faces import package, report
from sluss.statistics.faces.chart import NARROW, WIDE, chart
from sluss.statistics.faces.files import as_csv, as_excel_csv, as_json
from sluss.statistics.faces.map.draw import county_map
from sluss.statistics.faces.series import series_sheet
from sluss.statistics.faces.sheet import Sheet, sheet
from sluss.statistics.faces.workbook import as_workbook
from sluss.statistics.models import Release
from sluss.statistics.published import series
from sluss.trust.actor import PUBLIC
from tests.statistics.faces_release import make_release

SLUGS = ("roller", "form", "form-kon", "lan", "polis-kon-alder")


@pytest.fixture
def release(friday) -> Release:
    return make_release()


def printed(shown: Sheet) -> list[list[str]]:
    """The table row by row as the sheet says it: the yardstick."""
    return [
        [row.heading.label, *(figure.text for figure in row.figures)]
        for section in shown.sections
        for row in section.rows
    ]


class Rows(HTMLParser):
    """The body rows of the tables of a page, without sections' headings, as read on screen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = self.body = self.unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tbody":
            self.body = True
        elif tag == "tr" and self.body:
            self.rows.append([])
        elif tag in {"td", "th"} and self.body:
            self.rows[-1].append("")
            self.inside = True
        self.unseen = dict(attrs).get("class") == "visually-hidden"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.inside = False
        if tag == "span":
            self.unseen = False

    def handle_data(self, data: str) -> None:
        if self.inside and not self.unseen:
            self.rows[-1][-1] += data.strip()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_shows_what_the_sheet_says(client, release, slug):
    shown = sheet(release.tables.get(slug=slug), "sv")
    parser = Rows()
    parser.feed(client.get(f"/statistik/2016/{slug}/", headers={"accept-language": "sv"}).content.decode())
    width = len(shown.column_headings) + 1
    assert [row[:width] for row in parser.rows if len(row) > 1] == printed(shown)


@pytest.mark.parametrize("slug", SLUGS)
def test_csv_and_json_hide_the_same_cells(release, slug):
    shown = sheet(release.tables.get(slug=slug), "sv")
    truth = [([heading.code for heading in headings], figure.count) for headings, figure in shown.cells()]
    rows = list(csv.DictReader(io.StringIO(as_csv(shown).decode())))
    names = [axis.variable for axis in shown.axes]
    read = [
        ([row[name] for name in names], None if row["count"] == ".." else int(row["count"])) for row in rows
    ]
    assert read == truth
    assert [(cell["codes"], cell["count"]) for cell in json.loads(as_json(shown))["cells"]] == truth


@pytest.mark.parametrize("slug", SLUGS)
def test_excel_and_its_csv_are_laid_out_as_the_page(release, slug):
    shown = sheet(release.tables.get(slug=slug), "sv")
    as_data = [
        [cell.replace("–", "0") if at else cell for at, cell in enumerate(row)] for row in printed(shown)
    ]
    text = as_excel_csv(shown).decode("utf-8-sig")
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=";") if len(line) > 1][1:]
    assert lines == as_data
    book = fastexcel.read_excel(as_workbook(shown, release.frozen_at))
    page = book.load_sheet(0, header_row=None, dtypes="string").to_arrow().to_pylist()
    cells = [[value for value in row.values() if value is not None] for row in page]
    assert [row for row in cells if len(row) > 1][1:] == as_data


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_chart_has_the_tables_figures_in_its_order(release, slug, layout):
    shown = sheet(release.tables.get(slug=slug), "sv")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", chart(shown, layout).svg)
    figures = [shown.figure(row.code).text for row in shown.axes[0].answers]
    assert texts[-len(figures) :] == figures


def test_the_map_has_the_counties_figures_and_no_circle_where_one_is_hidden(release):
    shown = sheet(release.tables.get(slug="lan"), "sv")
    svg = county_map(shown).svg
    counties = [shown.figure(row.code) for row in shown.axes[0].answers if not row.missing]
    assert sorted(re.findall(r"<text[^>]*>([^<]*)</text>", svg)) == sorted(f.text for f in counties)
    assert svg.count("<circle") == sum(1 for figure in counties if figure.count)


def test_the_report_prints_the_same_tables(release):
    sheets = [sheet(table, "sv") for table in release.tables.all()]
    pdf = report.make(release, sheets, series_sheet(series(PUBLIC), "sv"), "sv")
    text = _text_of(pdf)
    for shown in sheets:
        for row in printed(shown):
            share = next(
                (r.share_text for s in shown.sections for r in s.rows if r.heading.label == row[0]), ""
            )
            line = " ".join(" ".join([*row, share]).split())
            assert line in text, line


def test_a_true_count_that_is_hidden_stands_in_no_face(client, friday):
    """Four women who beg: what must be hidden with them is searched for everywhere."""
    persons = [_victim("sexual", "woman")] * 1013 + [_victim("labour", "man")] * 1019
    persons += [_victim("begging", "woman")] * 4 + [_victim("begging", "man")] * 1021
    release = make_release(
        persons=persons, tables={"form-kon": (("forms", "sex"), ("Form och kön", "Form and sex"))}
    )
    table = release.tables.get()
    hidden = {codes for codes, cell in table.table.cells.items() if cell.hidden}
    assert ("begging", "woman") in hidden
    counts = {1021, 1017, 1025} & _true_counts(hidden)
    shown = sheet(table, "sv")
    faces = [
        client.get("/statistik/2016/form-kon/").content.decode(),
        as_csv(shown).decode(),
        as_excel_csv(shown).decode(),
        as_json(shown).decode(),
        chart(shown).svg,
        repr(
            fastexcel.read_excel(as_workbook(shown, release.frozen_at))
            .load_sheet(0, header_row=None)
            .to_arrow()
            .to_pylist()
        ),
        *_unzipped(package.make(release, [shown], "sv")),
        _text_of(report.make(release, [shown], series_sheet(series(PUBLIC), "sv"), "sv")),
    ]
    assert counts
    for face in faces:
        plain = face.replace("\u202f", "").replace("\xa0", "")
        for count in counts:
            assert not re.search(rf"(?<![\d.]){count}(?![\d.])", plain), count


def _text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def _unzipped(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return [files.read(name).decode() for name in files.namelist()]


def _victim(form: str, sex: str) -> dict[str, object]:
    return {
        "role": "directly_exploited",
        "forms": [form],
        "sex": sex,
        "age_class": "adult",
        "police_report": "no",
        "county": "01",
    }


def _true_counts(hidden: set[tuple[str, ...]]) -> set[int]:
    """The true numbers of the hidden cells of the persons above."""
    truth = {
        ("begging", "woman"): 4,
        ("begging", "man"): 1021,
        ("begging", "Total"): 1025,
        ("Total", "woman"): 1017,
        ("Total", "man"): 2040,
    }
    return {truth[codes] for codes in hidden if codes in truth}
