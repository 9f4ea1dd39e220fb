"""Files that leave the site: workbook, data package, catalogue, report."""

import io
import json
import zipfile

import fastexcel
import frictionless
import pikepdf
import pytest
from pyshacl import validate
from rdflib import Graph

from sluss.statistics.faces import package, report
from sluss.statistics.faces.documents import FileChanged, content_of, keep_all, make_all
from sluss.statistics.faces.files import as_csv, as_excel_csv
from sluss.statistics.faces.prose import Block, blocks
from sluss.statistics.faces.series import series_sheet
from sluss.statistics.faces.sheet import sheet
from sluss.statistics.faces.workbook import as_workbook
from sluss.statistics.models import Release
from sluss.statistics.published import series
from sluss.trust.actor import PUBLIC
from tests.statistics.faces_release import make_release

#: what DCAT-AP 3 makes mandatory, and the kinds of the things it names
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:distribution ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:license ; sh:maxCount 1 ; sh:class dct:LicenseDocument ] ,
    [ sh:path dct:format ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
"""


@pytest.fixture
def release(friday) -> Release:
    return make_release(note={"sv": "En ny organisation.\n\n- Fler barn", "en": "A new organisation."})


def test_a_label_that_looks_like_a_formula_stays_text_in_every_spreadsheet(release):
    table = release.tables.get(slug="form")
    table.definition["labels"]["forms"]["codes"][0][1] = {"sv": "=2+3", "en": "=2+3"}
    table.definition["title"]["sv"] = "@SUM(1)"
    shown = sheet(table, "sv")
    assert as_csv(shown).decode().splitlines()[1].split(",")[2] == "'=2+3"
    assert as_excel_csv(shown).decode().splitlines()[1].split(";")[0] == "'=2+3"
    with zipfile.ZipFile(io.BytesIO(as_workbook(shown, release.frozen_at))) as workbook:
        assert b"<f>" not in workbook.read("xl/worksheets/sheet1.xml")
        assert "'=2+3" in workbook.read("xl/sharedStrings.xml").decode()
        assert "'@SUM(1)" in workbook.read("xl/sharedStrings.xml").decode()


def test_the_workbook_carries_its_notes_on_a_second_sheet(release):
    shown = sheet(release.tables.get(slug="form"), "sv")
    book = fastexcel.read_excel(as_workbook(shown, release.frozen_at))
    assert book.sheet_names == ["Tabell", "Om siffrorna"]
    notes = book.load_sheet(1, header_row=None, dtypes="string").to_arrow().to_pylist()
    assert [next(iter(row.values())) for row in notes] == [
        shown.title,
        shown.finding,
        shown.lead,
        *shown.notes,
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_data_package_is_valid_and_says_what_isnt_shown(release, tmp_path, language):
    sheets = [sheet(table, language) for table in release.tables.all()]
    archive = tmp_path / "package.zip"
    archive.write_bytes(package.make(release, sheets, language))
    with zipfile.ZipFile(archive) as whole:
        whole.extractall(tmp_path)
    checked = frictionless.Package(str(tmp_path / "datapackage.json"))
    outcome = checked.validate()
    assert outcome.valid, outcome.to_summary()
    described = json.loads((tmp_path / "datapackage.json").read_text())
    table = next(resource for resource in described["resources"] if resource["name"] == "lan")
    assert table["schema"]["missingValues"] == [".."]
    rows = checked.get_resource("lan").read_rows()
    assert [row["count"] for row in rows] == [figure.count for _headings, figure in sheets[3].cells()]


def test_the_catalogue_has_what_dcat_ap_makes_mandatory(client, release):
    keep_all(make_all(release))
    answer = client.get("/statistik/katalog.jsonld")
    graph = Graph().parse(data=answer.content.decode(), format="json-ld")
    conforms, _report, text = validate(graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, text
    addresses = {str(url) for url in graph.objects(None, DOWNLOAD)}
    assert addresses == {
        f"http://testserver/statistik/2016/{name}"
        for name in ("report-sv.pdf", "report-en.pdf", "datapackage-sv.zip", "datapackage-en.zip")
    }
    for url in addresses:
        assert client.get(url).status_code == 200


DOWNLOAD = Graph().namespace_manager.expand_curie("dcat:downloadURL")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("sv", "Civilsamhällets kontakter med utsatta för människohandel 2016"),
        ("en", "Civil society's contacts with people exposed to human trafficking, 2016"),
    ],
)
def test_the_report_is_tagged_and_has_language_title_and_alternative_texts(release, language, title):
    sheets = [sheet(table, language) for table in release.tables.all()]
    pdf = report.make(release, sheets, series_sheet(series(PUBLIC), language), language)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked is True or bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == language
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == title
            assert metadata["pdfuaid:part"] == "1"
        tags = list(_tags(document.Root.StructTreeRoot))
        figures = [tag for kind, tag in tags if kind == "/Figure"]
        assert len(figures) == len(sheets)
        assert all(str(figure.Alt) for figure in figures)
        assert sum(kind == "/Table" for kind, _ in tags) == len(sheets)
        assert sum(kind == "/TH" for kind, _ in tags) >= sum(len(s.column_headings) + 1 for s in sheets)
        assert sum(kind == "/H1" for kind, _ in tags) == len(sheets) + 2


def _tags(element):
    """(kind, element) of every element of the structure tree."""
    for child in (
        element.get("/K", []) if isinstance(element.get("/K"), pikepdf.Array) else [element.get("/K")]
    ):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S), child
            yield from _tags(child)


def test_the_same_figures_make_the_same_bytes(release):
    first = {file.name: file.sha256 for file in make_all(release)}
    second = {file.name: file.sha256 for file in make_all(release)}
    assert first == second
    shown = sheet(release.tables.get(slug="form"), "sv")
    assert as_workbook(shown, release.frozen_at) == as_workbook(shown, release.frozen_at)


def test_only_tables_for_everybody_go_into_the_documents(friday):
    release = make_release(audience="members")
    for file in make_all(release):
        if file.name.endswith("zip"):
            with zipfile.ZipFile(io.BytesIO(content_of(file))) as whole:
                assert sorted(whole.namelist()) == ["README.md", "datapackage.json"]


def test_a_document_changed_on_disk_is_not_handed_out(client, release, settings):
    made = make_all(release)
    keep_all(made)
    document = made[0]
    path = settings.MEDIA_ROOT / document.path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(FileChanged):
        content_of(document)
    assert client.get(f"/statistik/2016/{document.name}").status_code == 503


def test_notes_in_markdown_become_plain_paragraphs_and_items():
    assert blocks("En **ny** [organisation](http://x.se).\n\n- Fler barn\n- <b>Färre</b> vuxna") == (
        Block("paragraph", "En ny organisation."),
        Block("item", "Fler barn"),
        Block("item", "<b>Färre</b> vuxna"),
    )
