"""The published pages in a real browser: nothing for axe-core to find, nothing wider than the screen."""

import pytest
from playwright.sync_api import Page

from sluss.statistics.faces.documents import keep_all, make_all
from sluss.statistics.models import EarlierTotal
from tests.browser import check_accessible
from tests.statistics.faces_release import make_release

PAGES = ("", "2016/", "2016/form-kon/", "2016/lan/", "2016/polis-kon-alder/")


@pytest.fixture
def published(transactional_db, friday) -> None:
    EarlierTotal.objects.create(
        year=2015,
        measure="potential_victims",
        count=86,
        source="Påhittad rapport 2015",
        break_note={"sv": "Syskon räknades med.", "en": "Siblings were counted."},
    )
    release = make_release(
        note={"sv": "En ny organisation rapporterar.", "en": "A new organisation reports."}
    )
    keep_all(make_all(release))


@pytest.mark.browser
@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_published_pages_are_accessible_and_fit_the_screen(published, screen, request):
    page: Page = request.getfixturevalue(screen)
    for language in ("sv", "en"):
        for address in PAGES:
            page.goto(f"{page.base}/statistik/{address}")
            assert page.locator("html").get_attribute("lang") == language
            check_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        if language == "sv":
            page.get_by_role("button", name="In English").click()


@pytest.mark.browser
def test_a_wide_table_scrolls_by_keyboard_inside_itself(published, phone):
    phone.goto(f"{phone.base}/statistik/2016/form-kon/")
    table = phone.get_by_role("region", name="Form av utnyttjande efter kön")
    table.focus()
    before = table.evaluate("element => element.scrollLeft")
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("element => element.scrollLeft > 0", arg=table.element_handle())
    assert before == 0


@pytest.mark.browser
def test_a_wide_table_shows_that_more_lies_beyond_the_edge_and_its_caption_fits(published, phone):
    phone.goto(f"{phone.base}/statistik/2016/form-kon/")
    table = phone.get_by_role("region", name="Form av utnyttjande efter kön")
    caption, region = table.locator("caption").bounding_box(), table.bounding_box()
    assert table.locator("table").bounding_box()["width"] > region["width"]
    assert caption["width"] <= region["width"]
    assert "local" in table.evaluate("region => getComputedStyle(region).backgroundAttachment")


@pytest.mark.browser
def test_the_chart_takes_the_pages_colours_in_the_dark(published, desktop):
    desktop.goto(f"{desktop.base}/statistik/2016/form/")
    bar = desktop.locator(".drawing-wide .c-water").first
    assert bar.evaluate("bar => getComputedStyle(bar).fill") == "rgb(11, 85, 103)"
    desktop.emulate_media(color_scheme="dark")
    assert bar.evaluate("bar => getComputedStyle(bar).fill") == "rgb(124, 198, 212)"
