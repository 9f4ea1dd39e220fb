"""The coordinator makes perspectives on a page, without code, and sees what would be published."""

import re

import pytest

from sluss.contacts.codebook import book_of
from sluss.statistics import services
from sluss.statistics.models import Perspective, Release
from sluss.statistics.services import Definition
from sluss.trust.models import TrailEntry
from sluss.trust.refusals import NotAllowed
from tests.statistics.rounds import frozen

BOOK = book_of("2017")
GIVEN = {
    "title_sv": "Unga efter kön",
    "title_en": "The young by sex",
    "role": ["directly_exploited"],
    "dimension_1": "sex/",
    "dimension_2": "age/class",
    "calendar": "year",
    "audience": "public",
}


@pytest.fixture
def page(coordinator, sign_in):
    return sign_in(coordinator)


def test_a_perspective_is_made_on_the_page(page):
    response = page.post("/statistik/arbete/underlag/nytt/", GIVEN)
    made = Perspective.objects.get(slug="unga-efter-kon")
    assert response.headers["Location"] == f"/statistik/arbete/underlag/{made.pk}/"
    assert (made.title, made.dimensions, made.levels, made.filter) == (
        {"sv": "Unga efter kön", "en": "The young by sex"},
        ["sex", "age"],
        {"age": "class"},
        {"role": ["directly_exploited"]},
    )
    assert made.made_by.name == "Saga Samordnare"


def test_a_filter_on_another_question_is_chosen_in_two_steps(page):
    form = page.post(
        "/statistik/arbete/underlag/nytt/", {**GIVEN, "only_1": "citizenship_counted/group", "preview": "1"}
    )
    assert 'value="third_country"' in form.content.decode()
    page.post(
        "/statistik/arbete/underlag/nytt/",
        {**GIVEN, "only_1": "citizenship_counted/group", "only_1_codes": ["third_country"]},
    )
    assert Perspective.objects.get(slug="unga-efter-kon").filter == {
        "role": ["directly_exploited"],
        "citizenship_counted": ["third_country"],
    }


def test_the_page_opens_with_what_was_saved_and_changes_it(page):
    page.post(
        "/statistik/arbete/underlag/nytt/",
        {**GIVEN, "only_1": "citizenship_counted/group", "only_1_codes": ["third_country"]},
    )
    made = Perspective.objects.get(slug="unga-efter-kon")
    shown = page.get(f"/statistik/arbete/underlag/{made.pk}/").content.decode()
    assert re.search(r'<option value="age/class" selected>', shown)
    assert re.search(r'value="third_country"[^>]*checked', shown)
    page.post(f"/statistik/arbete/underlag/{made.pk}/", {**GIVEN, "dimension_2": "", "audience": "members"})
    made.refresh_from_db()
    assert (made.dimensions, made.filter, made.audience) == (
        ["sex"],
        {"role": ["directly_exploited"]},
        "members",
    )


@pytest.mark.parametrize("slug", ["tredjeland-form", "tre-grupper", "betanketid", "barn-och-vuxna"])
def test_a_standard_perspective_saved_unchanged_on_the_page_stays_the_same(page, slug):
    services.ensure_standard_perspectives()
    kept = Perspective.objects.get(slug=slug)
    from sluss.statistics.forms import PerspectiveForm, initial_of

    initial = initial_of(kept, BOOK)
    form = PerspectiveForm({name: value for name, value in initial.items() if value}, codebook=BOOK)
    assert form.is_valid(), form.errors
    again = form.definition(kept.order)
    assert (again.title, again.filter, again.levels, again.calendar) == (
        kept.title,
        kept.filter,
        kept.levels,
        kept.calendar,
    )
    assert again.dimensions == kept.dimensions


def test_without_a_title_nothing_is_saved_and_the_place_is_named(page):
    response = page.post("/statistik/arbete/underlag/nytt/", {**GIVEN, "title_sv": ""})
    assert response.status_code == 422
    assert 'href="#id_title_sv"' in response.content.decode()
    assert Perspective.objects.count() == 0


def test_what_cannot_be_counted_together_is_said_on_the_page(page):
    response = page.post(
        "/statistik/arbete/underlag/nytt/",
        {**GIVEN, "dimension_1": "needs_assessed/", "dimension_2": "police_report/", "role": []},
    )
    assert response.status_code == 422
    assert "Ingen får alla de här frågorna." in response.content.decode()


def test_the_preview_shows_what_would_be_published_and_no_small_number(page, saga, friday):
    release = frozen(saga, number=120)
    response = page.post(
        "/statistik/arbete/underlag/visa/",
        {**GIVEN, "dimension_1": "county/", "dimension_2": "sex/", "title_sv": ""},
    )
    shown = response.content.decode()
    figures = [int(n) for n in re.findall(r'<td class="num[^"]*">(\d+)</td>', shown)]
    assert min(figures) >= 5
    assert '<span aria-hidden="true">..</span>' in shown
    assert max(figures) == release.manifest["counts"]["potential_victims"]
    assert re.search(r"\d+ av \d+ tal är dolda", shown)


def test_the_preview_reckons_with_the_tables_beside_it(saga, friday):
    """Police report by sex is in every release: the same cut previewed again hides the same cells as it."""
    from sluss.statistics.preview import preview
    from sluss.statistics.protection import protect_perspectives

    release = frozen(saga, number=120)
    kept = Perspective.objects.get(slug="polisanmalan")
    shown = preview(saga, Definition(title={"sv": "x"}, dimensions=["police_report", "sex"]))
    all_of_it = protect_perspectives(release, Perspective.objects.filter(in_use=True))
    at = [one.perspective for one in all_of_it.counted].index(kept)
    assert shown.usefulness.hidden == all_of_it.protected[at].hidden


def test_a_table_that_was_counted_is_shown_again_at_once_until_something_changes(saga, friday, monkeypatch):
    from sluss.statistics import preview

    frozen(saga, number=120)
    definition = Definition(title={"sv": "x"}, dimensions=["police_report", "sex"])
    first = preview.preview(saga, definition)
    counted = []
    count = preview.protect_perspectives
    monkeypatch.setattr(
        preview, "protect_perspectives", lambda *given, **more: counted.append(1) or count(*given, **more)
    )
    assert preview.preview(saga, definition).usefulness == first.usefulness
    assert not counted
    Perspective.objects.filter(slug="lan").update(in_use=False)
    preview.preview(saga, definition)
    assert len(counted) == 1


def test_counting_is_given_up_when_its_reader_has_asked_for_something_else(saga, friday, monkeypatch):
    from sluss.statistics import preview

    frozen(saga, number=120)
    count = preview.protect_perspectives

    def meanwhile(release, perspectives, report):
        preview._newest[saga.person_id] = object()
        return count(release, perspectives, report=report)

    monkeypatch.setattr(preview, "protect_perspectives", meanwhile)
    shown = preview.preview(saga, Definition(title={"sv": "x"}, dimensions=["sex"]))
    assert (shown.waits, shown.sheet) == (True, None)
    assert preview._turn.acquire(blocking=False)
    preview._turn.release()


def test_while_another_table_is_counted_the_page_asks_again(page, saga, friday, monkeypatch):
    from sluss.statistics import preview

    frozen(saga, number=120)
    monkeypatch.setattr(preview, "PATIENCE", 0.0)
    with preview._turn:
        shown = page.post("/statistik/arbete/underlag/visa/", GIVEN).content.decode()
    assert "Tabellen räknas, tillsammans med allt som är publicerat." in shown
    assert 'hx-trigger="load delay:3s"' in shown
    assert "hx-trigger" not in page.post("/statistik/arbete/underlag/visa/", GIVEN).content.decode()


def test_without_frozen_figures_the_preview_says_what_to_do(page):
    shown = page.post("/statistik/arbete/underlag/visa/", GIVEN).content.decode()
    assert "Frys en omgång, då ser du tabellen här." in shown


def test_a_retired_perspective_is_left_out_of_the_next_check_and_comes_back(page, saga, friday):
    services.ensure_standard_perspectives()
    kept = Perspective.objects.get(slug="lan")
    page.post(f"/statistik/arbete/underlag/{kept.pk}/bruk/")
    kept.refresh_from_db()
    assert not kept.in_use
    page.post(f"/statistik/arbete/underlag/{kept.pk}/bruk/")
    kept.refresh_from_db()
    assert kept.in_use
    verbs = TrailEntry.objects.filter(kind="statistics.perspective", thing_id=kept.pk).values_list(
        "verb", flat=True
    )
    assert list(verbs) == ["take up perspective", "retire perspective", "make perspective"]


def test_standard_perspectives_are_made_once_and_left_as_the_coordinator_has_them(saga, friday):
    services.ensure_standard_perspectives()
    before = Perspective.objects.count()
    Perspective.objects.filter(slug="lan").update(title={"sv": "Var i landet"}, in_use=False)
    services.ensure_standard_perspectives()
    kept = Perspective.objects.get(slug="lan")
    assert (Perspective.objects.count(), kept.title, kept.in_use) == (before, {"sv": "Var i landet"}, False)


def test_two_perspectives_of_one_title_get_addresses_of_their_own(saga, friday):
    definition = Definition(title={"sv": "Efter kön"}, dimensions=["sex"])
    slugs = [services.save_perspective(saga, definition, BOOK).slug for _ in range(3)]
    assert slugs == ["efter-kon", "efter-kon-2", "efter-kon-3"]


def test_a_reporter_makes_no_perspective(rut):
    with pytest.raises(NotAllowed):
        services.save_perspective(rut, Definition(title={"sv": "x"}, dimensions=["sex"]), BOOK)


def test_the_yearly_plans_perspectives_come_with_sluss(saga, friday):
    services.ensure_standard_perspectives()
    slugs = set(Perspective.objects.values_list("slug", flat=True))
    assert {"tredjeland-form", "barn", "polisanmalan", "tre-grupper", "myndighetsstod"} <= slugs
    assert Release.objects.count() == 0
