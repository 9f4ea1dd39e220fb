"""The coordinator's pages from freezing to publishing, and who doesn't get in."""

import pytest

from sluss.contacts.models import ReturnState
from sluss.statistics import services
from sluss.statistics.models import EarlierTotal, Perspective, Release, ReleaseState
from sluss.trust.actor import Role
from tests.conftest import make_organisation, make_person, make_round
from tests.statistics.rounds import accepted, children, frozen, invented, persons


@pytest.fixture
def page(coordinator, sign_in):
    return sign_in(coordinator)


@pytest.fixture
def few_tables(friday) -> None:
    services.ensure_standard_perspectives()
    Perspective.objects.exclude(slug__in=["personer", "offer-alder-kon"]).update(in_use=False)


def test_from_accepted_returns_to_a_published_release(
    page, few_tables, django_capture_on_commit_callbacks, client
):
    round_ = make_round(2016)
    for at, name in enumerate(("Fyren", "Kajen", "Bojen")):
        accepted(round_, make_organisation(name), invented(150)[at::3])
    assert "3 av 3 inrapporteringar för 2016 kan frysas" in page.get("/statistik/arbete/").content.decode()
    assert (
        "Frysa 2016 med 3 av 3 inrapporteringar?"
        in page.get(f"/statistik/arbete/frys/{round_.pk}/").content.decode()
    )
    release = Release.objects.get(
        pk=int(page.post(f"/statistik/arbete/frys/{round_.pk}/").url.split("/")[-2])
    )
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"/statistik/arbete/{release.pk}/kontroll/")
    shown = page.get(f"/statistik/arbete/{release.pk}/").content.decode()
    assert "2016 kan publiceras" in shown
    assert "Inget av det dolda gick att räkna ut." in shown
    assert client.get("/statistik/2016/").status_code == 404
    page.post(f"/statistik/arbete/{release.pk}/publicera/")
    release.refresh_from_db()
    assert release.state == ReleaseState.PUBLISHED
    assert client.get("/statistik/2016/").status_code == 200


def test_freezing_says_who_is_not_in_it(page, friday):
    round_ = make_round(2016, make_organisation("Linden"))
    accepted(round_, make_organisation("Fyren"), persons(6))
    shown = page.get(f"/statistik/arbete/frys/{round_.pk}/").content.decode()
    assert "Linden" in shown
    assert "Fyren" not in shown


def test_freezing_nothing_is_refused_on_the_page(page, friday):
    round_ = make_round(2016, make_organisation("Linden"))
    response = page.post(f"/statistik/arbete/frys/{round_.pk}/")
    assert response.status_code == 409
    assert "Ingen inrapportering är godkänd än." in response.content.decode()


def test_a_running_check_shows_how_far_it_is_and_can_be_stopped(page, saga, friday):
    release = services.start_check(saga, frozen(saga, number=60))
    whole = page.get(f"/statistik/arbete/{release.pk}/").content.decode()
    assert f'hx-get="/statistik/arbete/{release.pk}/lage/"' in whole
    part = page.get(f"/statistik/arbete/{release.pk}/lage/")
    assert "Väntar på sin tur" in part.content.decode()
    assert "HX-Refresh" not in part.headers
    page.post(f"/statistik/arbete/{release.pk}/avbryt/")
    assert page.get(f"/statistik/arbete/{release.pk}/lage/").headers["HX-Refresh"] == "true"
    release.refresh_from_db()
    assert release.state == ReleaseState.FROZEN


def test_a_broken_release_says_which_table_and_why_in_words(
    page, saga, few_tables, django_capture_on_commit_callbacks
):
    """A finding as veil gives it: the men among 18–26 are pinned by two published figures."""
    release = frozen(saga, number=60)
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    release.refresh_from_db()
    finding = {
        "table": "offer-alder-kon",
        "codes": ["young_adult", "male"],
        "low": 3,
        "high": 3,
        "kind": "pinned",
        "printed": True,
        "figures": [{"table": "offer-alder-kon", "codes": ["young_adult", "Total"], "count": 21}],
    }
    verdict = {**release.verdict, "safe": False, "findings": [finding]}
    Release.objects.filter(pk=release.pk).update(state=ReleaseState.BROKEN, verdict=verdict)
    shown = page.get(f"/statistik/arbete/{release.pk}/").content.decode()
    assert "2016 kan inte publiceras som det är" in shown
    assert "Möjliga offer efter ålder och kön</strong>: 18–26 år, Man eller pojke" in shown
    assert "Den som läser kan räkna ut att talet är 3." in shown
    assert "Möjliga offer efter ålder och kön, 18–26 år: 21" in shown
    assert page.post(f"/statistik/arbete/{release.pk}/publicera/").status_code == 409


def test_totals_that_give_a_number_away_by_themselves_are_named(
    page, saga, few_tables, django_capture_on_commit_callbacks
):
    round_ = make_round(2016)
    accepted(
        round_,
        make_organisation("Fyren"),
        [*persons(60), *({**persons(1)[0], "role": "sibling"} for _ in range(3))],
    )
    release = services.freeze(saga, round_)
    for measure, count in (("persons", 63), ("potential_victims", 60)):
        EarlierTotal.objects.create(year=2016, measure=measure, count=count, source="Rapport")
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    shown = page.get(f"/statistik/arbete/{release.pk}/").content.decode()
    assert "avslöjar ett litet tal i sig självt" in shown
    assert "<li>Rapport: Personer</li>" in shown
    assert "<li>Rapport: Möjliga offer</li>" in shown
    assert "Det här kan du publicera i stället" not in shown


@pytest.fixture
def ages_of_children(saga, few_tables) -> Release:
    """Five accompanying children are out. Of ages 3, 1 and 1 none can be four: 5 less one for each of the others."""
    Perspective.objects.create(
        slug="barns-alder",
        title={"sv": "Barn efter ålder", "en": "Children by age"},
        dimensions=["age"],
        filter={"role": ["accompanying_child"]},
    )
    round_ = make_round(2016)
    ages = [*children(3), *children(1, age="age_0_6"), *children(1, age="age_13_14")]
    accepted(round_, make_organisation("Fyren"), [*persons(60), *ages])
    release = services.freeze(saga, round_)
    EarlierTotal.objects.create(year=2016, measure="accompanying_children", count=5, source="Rapport")
    return release


def test_a_release_that_nothing_can_protect_says_what_stands_in_the_way_and_what_to_publish_instead(
    page, saga, ages_of_children, django_capture_on_commit_callbacks
):
    release = ages_of_children
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    release.refresh_from_db()
    assert release.verdict["obstacle"] == {
        "without": [{"sv": "Barn efter ålder", "en": "Children by age"}],
        "publications": ["Rapport: accompanying_children"],
        "levels": {"age": "stage"},
    }
    shown = page.get(f"/statistik/arbete/{release.pk}/").content.decode()
    assert "<li>Barn efter ålder</li>" in shown
    assert "<li>Rapport: Medföljande barn</li>" in shown
    assert f'href="/statistik/arbete/{release.pk}/koder/?try=1&amp;level_age=stage"' in shown
    services.choose_levels(saga, release, {"age": "stage"})
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    release.refresh_from_db()
    assert release.state == ReleaseState.SAFE


def test_a_version_that_tells_by_comparing_says_what_a_reader_would_see(
    page, saga, few_tables, django_capture_on_commit_callbacks
):
    first = frozen(saga)
    for at in (1, 2):
        with django_capture_on_commit_callbacks(execute=True):
            services.start_check(saga, first)
        first.refresh_from_db()
        if at == 1:
            services.publish(saga, first)
            accepted(first.round, make_organisation("Sen"), persons(2))
            first = services.freeze(saga, first.round)
    shown = page.get(f"/statistik/arbete/{first.pk}/").content.decode()
    assert "2016 kan inte publiceras som det är" in shown
    assert "Den som lägger de två versionerna bredvid varandra" in shown
    assert "2 personer har lagts till, tagits bort eller ändrats" in shown
    assert "2 har försvunnit eller kommit till" in shown


def test_coarser_codes_are_compared_side_by_side_and_taken(page, saga, few_tables):
    release = frozen(saga, number=120)
    shown = page.get(
        f"/statistik/arbete/{release.pk}/koder/", {"try": "1", "level_age": "class"}
    ).content.decode()
    assert "Möjliga offer efter ålder och kön" in shown
    assert "Personer efter roll" not in shown.split("<tbody>")[1].split("</tbody>")[0]
    assert '<option value="class" selected>' in shown
    page.post(f"/statistik/arbete/{release.pk}/koder/", {"level_age": "class", "guard_organisations": "on"})
    release.refresh_from_db()
    assert (release.levels, release.guard_organisations) == ({"age": "class"}, True)


def test_codes_chosen_after_a_check_ask_for_a_new_one(
    page, saga, few_tables, django_capture_on_commit_callbacks
):
    release = frozen(saga, number=120)
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    page.post(f"/statistik/arbete/{release.pk}/koder/", {"level_age": "class"})
    release.refresh_from_db()
    assert (release.state, release.tables.count(), release.verdict) == (ReleaseState.FROZEN, 0, {})


def test_a_proposal_fills_in_the_codes_that_keep_most(page, saga, few_tables):
    from sluss.statistics import variants

    release = frozen(saga, number=40)
    chosen = list(Perspective.objects.filter(in_use=True))
    proposed = variants.propose(release, chosen)
    compared = variants.compare(release, chosen, proposed)
    assert compared.total_then.information >= compared.total_now.information
    shown = page.get(f"/statistik/arbete/{release.pk}/koder/", {"propose": "1"})
    assert shown.status_code == 200
    assert (compared.changed, proposed) == ([], {})
    assert "Inga grövre koder säger mer" in shown.content.decode()


def test_the_method_note_is_saved_and_asks_for_a_new_check(
    page, saga, few_tables, django_capture_on_commit_callbacks
):
    release = frozen(saga, number=60)
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, release)
    page.post(f"/statistik/arbete/{release.pk}/text/", {"sv": " Två stora ärenden. ", "en": ""})
    release.refresh_from_db()
    assert release.note == {"sv": "Två stora ärenden.", "en": ""}


def test_what_is_published_is_not_changed_any_more(page, saga, few_tables):
    release = frozen(saga, number=60)
    Release.objects.filter(pk=release.pk).update(state=ReleaseState.PUBLISHED)
    assert page.post(f"/statistik/arbete/{release.pk}/text/", {"sv": "Nytt"}).status_code == 422
    assert page.post(f"/statistik/arbete/{release.pk}/koder/", {"level_age": "class"}).status_code == 409
    assert page.post(f"/statistik/arbete/{release.pk}/kontroll/").status_code == 409
    release.refresh_from_db()
    assert (release.state, release.note, release.levels) == (ReleaseState.PUBLISHED, {}, {})


def test_an_earlier_total_is_entered_corrected_and_taken_away(page, friday):
    given = {
        "year": "2012",
        "measure": "persons",
        "count": "35",
        "source": "Rapport 2013",
        "break_sv": "Bara kvinnor",
    }
    page.post("/statistik/arbete/tidigare/", given)
    total = EarlierTotal.objects.get()
    assert (total.year, total.count, total.break_note) == (2012, 35, {"sv": "Bara kvinnor"})
    assert page.post("/statistik/arbete/tidigare/", given).status_code == 422
    page.post(f"/statistik/arbete/tidigare/{total.pk}/", {"count": "36", "source": "Rapport 2013"})
    total.refresh_from_db()
    assert (total.year, total.count, total.break_note) == (2012, 36, {})
    page.post(f"/statistik/arbete/tidigare/{total.pk}/bort/")
    assert EarlierTotal.objects.count() == 0


def test_an_earlier_total_needs_its_source(page, friday):
    response = page.post(
        "/statistik/arbete/tidigare/", {"year": "2012", "measure": "persons", "count": "35", "source": " "}
    )
    assert response.status_code == 422
    assert EarlierTotal.objects.count() == 0


ADDRESSES = (
    "/statistik/arbete/",
    "/statistik/arbete/frys/{round}/",
    "/statistik/arbete/{release}/",
    "/statistik/arbete/{release}/lage/",
    "/statistik/arbete/{release}/koder/",
    "/statistik/arbete/{release}/text/",
    "/statistik/arbete/{release}/publicera/",
    "/statistik/arbete/underlag/nytt/",
    "/statistik/arbete/underlag/{perspective}/",
    "/statistik/arbete/tidigare/",
)
ACTIONS = (
    "/statistik/arbete/frys/{round}/",
    "/statistik/arbete/{release}/kontroll/",
    "/statistik/arbete/{release}/avbryt/",
    "/statistik/arbete/{release}/koder/",
    "/statistik/arbete/{release}/text/",
    "/statistik/arbete/{release}/publicera/",
    "/statistik/arbete/underlag/nytt/",
    "/statistik/arbete/underlag/visa/",
    "/statistik/arbete/underlag/{perspective}/",
    "/statistik/arbete/underlag/{perspective}/bruk/",
    "/statistik/arbete/tidigare/",
)


@pytest.fixture
def addressed(saga, few_tables):
    release = frozen(saga, number=40)
    return {"release": release.pk, "round": release.round_id, "perspective": Perspective.objects.first().pk}


@pytest.mark.parametrize(
    "role", [Role.BOARD, Role.AUTHORITY, Role.AUDITOR, Role.ADMINISTRATOR, Role.REPORTER, Role.LEAD]
)
def test_for_everybody_but_the_coordinator_the_work_pages_are_not_there(
    addressed, sign_in, organisation, role
):
    own = organisation if role in {Role.REPORTER, Role.LEAD} else None
    client = sign_in(make_person("Nils Nyfiken", own, role))
    seen = {address: client.get(address.format(**addressed)).status_code for address in ADDRESSES}
    done = {address: client.post(address.format(**addressed)).status_code for address in ACTIONS}
    assert seen == dict.fromkeys(ADDRESSES, 404)
    assert done == dict.fromkeys(ACTIONS, 404)


def test_who_is_not_signed_in_is_led_to_sign_in(addressed, client):
    for address in ADDRESSES:
        response = client.get(address.format(**addressed))
        assert (response.status_code, response.url.split("?")[0]) == (302, "/konto/login/")


def test_every_work_page_opens_for_the_coordinator(addressed, page):
    for address in ADDRESSES:
        assert page.get(address.format(**addressed)).status_code == 200, address


@pytest.mark.parametrize("action", ["kontroll", "avbryt"])
def test_actions_are_only_done_on_post(addressed, page, action):
    assert page.get(f"/statistik/arbete/{addressed['release']}/{action}/").status_code == 405


def test_what_waits_is_told_on_the_home_page(saga, few_tables):
    from sluss.statistics.waiting import items, waiting_for

    release = frozen(saga, number=40)
    assert waiting_for(saga) == 1
    [item] = items(saga)
    assert (item.title, item.url) == ("2016 är fryst, kontrollera det nu", f"/statistik/arbete/{release.pk}/")
    assert list(items(type(saga)())) == []


def test_a_returned_state_is_the_returns_own(page, saga, few_tables):
    """Freezing locks; a reopened return shows on the freeze page as not in it."""
    from sluss.contacts.models import Return

    release = frozen(saga, number=40)
    reopened = Return.objects.filter(round=release.round).first()
    Return.objects.filter(pk=reopened.pk).update(state=ReturnState.DRAFT)
    shown = page.get(f"/statistik/arbete/frys/{release.round_id}/").content.decode()
    assert reopened.organisation.name in shown


@pytest.fixture
def after_2015(saga, few_tables, django_capture_on_commit_callbacks) -> Release:
    """2015 is out with children and adults; 2016 is frozen."""
    out = frozen(saga, 2015, number=60)
    services.choose_levels(saga, out, {"age": "class"})
    with django_capture_on_commit_callbacks(execute=True):
        services.start_check(saga, out)
    services.publish(saga, Release.objects.get(pk=out.pk))
    return frozen(saga, number=60)


def test_codes_other_than_those_of_the_year_before_are_named(page, after_2015):
    address = f"/statistik/arbete/{after_2015.pk}/koder/"
    finer = page.get(f"{address}?try=1").content.decode()
    assert (
        "Visas på ett annat sätt än 2015, så åren går inte att jämföra: Ålder vid första kontakten." in finer
    )
    alike = page.get(f"{address}?try=1&level_age=class").content.decode()
    assert "Visas på ett annat sätt än" not in alike


def test_a_proposal_keeps_the_codes_of_the_year_before_when_asked(page, after_2015):
    shown = page.get(f"/statistik/arbete/{after_2015.pk}/koder/?propose=1&keep_codes=on")
    assert shown.context["form"]["level_age"].value() == "class"
    assert "Behåll koderna från 2015 där de fanns" in shown.content.decode()


def test_both_variants_stand_side_by_side_with_their_tables(page, after_2015):
    shown = page.get(f"/statistik/arbete/{after_2015.pk}/koder/?try=1&level_age=class").content.decode()
    assert 'id="caption-offer-alder-kon-now"' in shown
    assert 'id="caption-offer-alder-kon-then"' in shown
    assert 'id="caption-personer-now"' not in shown  # the same in both


def test_codes_that_make_a_release_possible_say_so(page, ages_of_children):
    address = f"/statistik/arbete/{ages_of_children.pk}/koder/"
    assert (
        "Med de här koderna går det att publicera"
        in page.get(f"{address}?try=1&level_age=stage").content.decode()
    )
    assert "Med de här koderna går det inte att publicera" in page.get(f"{address}?try=1").content.decode()
