"""The coordinator's pages in a real browser: accessible on phone and desktop, the preview live."""

import pytest
from playwright.sync_api import Page, expect

from sluss.coalition.selectors import actor_for
from sluss.statistics import services
from sluss.statistics.models import EarlierTotal, Perspective, Release
from sluss.statistics.services import checking
from tests.browser import check_accessible
from tests.statistics.rounds import frozen

pytestmark = pytest.mark.browser


@pytest.fixture
def world(transactional_db, coordinator) -> Release:
    """A release that has passed its check, three perspectives, an earlier total."""
    services.ensure_standard_perspectives()
    Perspective.objects.exclude(slug__in=["personer", "offer-alder-kon", "polisanmalan"]).update(in_use=False)
    saga = actor_for(coordinator)
    release = services.start_check(saga, frozen(saga, number=80))  # the worker of tests does it at once
    EarlierTotal.objects.create(
        year=2012, measure="persons", count=35, source="Rapport", break_note={"sv": "x"}
    )
    return Release.objects.get(pk=release.pk)


def enter(page: Page, client) -> None:
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.base}]
    )


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_work_pages_are_accessible_and_fit_the_screen(world, coordinator, sign_in, screen, request):
    page: Page = request.getfixturevalue(screen)
    enter(page, sign_in(coordinator))
    total, perspective = EarlierTotal.objects.get(), Perspective.objects.first()
    addresses = [
        "",
        f"frys/{world.round_id}/",
        f"{world.pk}/",
        f"{world.pk}/koder/",
        f"{world.pk}/koder/?try=1&level_age=class",
        f"{world.pk}/text/",
        f"{world.pk}/publicera/",
        f"underlag/{perspective.pk}/",
        "tidigare/",
        f"tidigare/{total.pk}/",
    ]
    for language in ("sv", "en"):
        for address in addresses:
            page.goto(f"{page.base}/statistik/arbete/{address}")
            if address.startswith("underlag"):
                expect(page.locator("#preview table")).to_be_visible()
            assert page.locator("html").get_attribute("lang") == language
            check_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], (
                address
            )
        page.goto(f"{page.base}/statistik/arbete/")
        if language == "sv":
            with page.expect_navigation():
                page.evaluate("document.querySelector('button[name=language][value=en]').click()")


def test_the_preview_follows_each_choice(world, coordinator, sign_in, desktop):
    enter(desktop, sign_in(coordinator))
    desktop.goto(f"{desktop.base}/statistik/arbete/underlag/nytt/")
    desktop.locator("[name=role][value=directly_exploited]").check()
    desktop.locator("[name=dimension_1]").select_option("police_report/")
    preview = desktop.locator("#preview")
    expect(preview.locator("table")).to_contain_text("Polisanmälan")
    desktop.locator("[name=dimension_2]").select_option("sex/")
    expect(preview.locator("thead")).to_contain_text("Kvinna")
    desktop.locator("[name=only_1]").select_option("citizenship_counted/group")
    expect(desktop.locator("[name=only_1_codes][value=third_country]")).to_be_visible()
    check_accessible(desktop)


def test_a_finished_check_shows_itself_without_reloading(world, coordinator, sign_in, desktop, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    enter(desktop, sign_in(coordinator))
    saga = actor_for(coordinator)
    running = services.start_check(saga, world)
    desktop.goto(f"{desktop.base}/statistik/arbete/{world.pk}/")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("2016 kontrolleras")
    check_accessible(desktop)
    checking.run_check(running, running.progress["run"])
    expect(desktop.get_by_role("heading", level=1)).to_have_text("2016 kan publiceras")
