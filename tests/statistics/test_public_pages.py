"""What the public reads, and what nobody reaches by any address."""

import re

import pytest
from django.test import Client

from sluss.statistics.faces.documents import keep_all, make_all
from sluss.statistics.models import EarlierTotal, Release, ReleaseState
from sluss.trust.actor import Role
from tests.conftest import make_person
from tests.statistics.faces_release import invented_persons, make_release

#: every public address of the year 2016
ADDRESSES = (
    "/statistik/2016/",
    "/statistik/2016/?version=1",
    "/statistik/2016/form/",
    "/statistik/2016/form.csv",
    "/statistik/2016/form.csv?form=excel",
    "/statistik/2016/form.xlsx",
    "/statistik/2016/form.json",
    "/statistik/2016/form.svg",
    "/statistik/2016/lan.svg?form=map",
    "/statistik/2016/report-sv.pdf",
    "/statistik/2016/datapackage-en.zip",
)

UNPUBLISHED = [
    state for state in ReleaseState if state not in {ReleaseState.PUBLISHED, ReleaseState.RESTATED}
]


@pytest.fixture
def release(friday) -> Release:
    return make_release()


def read(client: Client, url: str, language: str = "sv") -> str:
    answer = client.get(url, headers={"accept-language": language})
    assert answer.status_code == 200, url
    return answer.content.decode()


def heading(page: str) -> str:
    return re.sub(r"\s+", " ", re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1]).strip()


def test_a_published_release_is_read_without_signing_in(client, release):
    keep_all(make_all(release))
    assert [client.get(url).status_code for url in ADDRESSES] == [200] * len(ADDRESSES)


@pytest.mark.parametrize("state", UNPUBLISHED)
def test_an_unpublished_release_is_found_at_no_address(client, friday, state):
    keep_all(make_all(make_release(state=state)))
    assert [client.get(url).status_code for url in ADDRESSES] == [404] * len(ADDRESSES)


def test_the_years_page_says_nothing_of_an_unpublished_release(client, friday):
    make_release(state=ReleaseState.SAFE)
    page = read(client, "/statistik/")
    assert "2016" not in page
    assert "Inget är publicerat än" in page
    assert client.get("/statistik/katalog.jsonld").json()["dcat:dataset"] == []


@pytest.mark.parametrize(
    "url",
    [
        "/statistik/2014/",
        "/statistik/2016/finns-inte/",
        "/statistik/2016/finns-inte.csv",
        "/statistik/2016/rows.zip",
        "/statistik/2016/?version=2",
        "/statistik/2016/?version=x",
        "/statistik/2016/?version=99999",
        "/statistik/2016/form.svg?form=map",
    ],
)
def test_what_doesnt_exist_is_not_found(client, release, url):
    assert client.get(url).status_code == 404


def test_a_table_for_members_is_read_by_members_only(client, friday, organisation, sign_in):
    make_release(audience="members")
    guest = make_person("Gunnel Gäst", None, Role.AUTHORITY)
    reporter = make_person("Rut Rapportör", organisation, Role.REPORTER)
    for url in ("/statistik/2016/form/", "/statistik/2016/form.csv", "/statistik/2016/form.json"):
        assert client.get(url).status_code == 404
        assert sign_in(guest).get(url).status_code == 404
        assert sign_in(reporter).get(url).status_code == 200
    assert "form/" not in read(client, "/statistik/2016/")
    assert "form/" in read(sign_in(reporter), "/statistik/2016/")


def test_who_publishes_sees_a_safe_release_as_everybody_will(friday, coordinator, organisation, sign_in):
    keep_all(make_all(make_release(state=ReleaseState.SAFE)))
    page = read(sign_in(coordinator), "/statistik/2016/?version=1")
    assert "Inte publicerat än" in page
    assert sign_in(coordinator).get("/statistik/2016/report-sv.pdf?version=1").status_code == 200
    assert sign_in(coordinator).get("/statistik/2016/").status_code == 404
    board = make_person("Berit Styrelse", None, Role.BOARD)
    assert sign_in(board).get("/statistik/2016/?version=1").status_code == 404


def test_a_replaced_version_says_so_and_leads_to_the_one_that_holds(client, friday):
    old = make_release(state=ReleaseState.RESTATED)
    make_release(persons=invented_persons(7, 150), version=2, restates=old, in_round=old.round)
    assert heading(read(client, "/statistik/2016/")) == "192 personer 2016, av dem 150 möjliga offer"
    replaced = read(client, "/statistik/2016/?version=1")
    assert "har ersatts av en senare version" in replaced
    assert 'href="/statistik/2016/"' in replaced
    assert "har ersatts av en senare version" in read(client, "/statistik/2016/form/?version=1")
    assert "version=1" in read(client, "/statistik/2016/")


def test_headings_say_the_finding_in_both_languages(client, release):
    assert heading(read(client, "/statistik/2016/lan/")) == "Län: Stockholms län, 36 av 140 möjliga offer"
    assert (
        heading(read(client, "/statistik/2016/", "en"))
        == "182 persons in 2016, 140 of them potential victims"
    )


@pytest.mark.parametrize("slug", ["form-kon", "polis-kon-alder"])
def test_over_the_columns_stands_the_question_that_they_answer(client, release, slug):
    page = read(client, f"/statistik/2016/{slug}/")
    assert '<th scope="colgroup" colspan="4"><span>Kön</span></th>' in page


def test_the_spreadsheet_names_the_columns_question_too(client, release):
    headings = read(client, "/statistik/2016/form-kon.csv?form=excel&language=sv").splitlines()[0]
    assert "Antal" not in headings
    assert "Alla;Kön: Kvinna;Kön: Man" in headings


def test_the_series_reaches_back_with_sources_and_breaks(client, release):
    EarlierTotal.objects.create(
        year=2012,
        measure="potential_victims",
        count=1234,
        source="Påhittad rapport 2012",
        break_note={"sv": "Syskon räknades med.", "en": "Siblings were counted."},
    )
    EarlierTotal.objects.create(
        year=2013,
        measure="persons",
        count=2345,
        source="Påhittad rapport 2013",
        break_note={"sv": "Syskon räknades med.", "en": "Siblings were counted."},
    )
    page = read(client, "/statistik/")
    assert "1\u202f234" in page
    assert "2012: Påhittad rapport 2012" in page
    assert "2012, 2013: Syskon räknades med." in page
    assert "2\u202f012" not in page
    assert heading(page) == "182 personer 2016, av dem 140 möjliga offer"


def test_pages_have_no_style_attributes_and_no_script_of_their_own(client, release):
    for url in ("/statistik/", "/statistik/2016/", "/statistik/2016/form/", "/statistik/2016/lan/"):
        page = read(client, url)
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]* src=)", page)


def test_a_file_may_be_kept_by_any_cache_and_is_asked_for_again_cheaply(client, release):
    first = client.get("/statistik/2016/form.csv?language=sv")
    assert first["Cache-Control"] == "public, max-age=600"
    assert first["Last-Modified"] == "Tue, 02 May 2017 09:00:00 GMT"
    again = client.get("/statistik/2016/form.csv?language=sv", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    other = client.get("/statistik/2016/form.csv?language=en", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_a_page_is_asked_for_again_and_changes_when_a_later_version_comes(client, release):
    first = client.get("/statistik/2016/")
    assert first["Cache-Control"] == "private, no-cache"
    known = {"if-none-match": first["ETag"]}
    assert client.get("/statistik/2016/", headers=known).status_code == 304
    release.state = ReleaseState.RESTATED
    release.save()
    make_release(version=2, restates=release, in_round=release.round)
    assert client.get("/statistik/2016/", headers=known).status_code == 200


def test_nothing_is_kept_of_what_a_signed_in_person_reads(release, coordinator, sign_in):
    for url in ("/statistik/2016/", "/statistik/2016/form.csv"):
        answer = sign_in(coordinator).get(url)
        assert answer["Cache-Control"] == "no-store"
        assert "ETag" not in answer


def test_the_file_speaks_the_language_of_the_address(client, release):
    assert "Sexuellt ändamål" in read(client, "/statistik/2016/form.csv?language=sv", "en")
    assert "Sexual purposes" in read(client, "/statistik/2016/form.csv?language=en", "sv")
