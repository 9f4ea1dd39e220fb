"""A real browser for what a person clicks, and axe-core for who can't see or point."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
#: WCAG 2.2 A and AA, as axe tags its rules
RULES: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: what else can differ in the dark than colours has been looked at in the light
RULES_IN_THE_DARK: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A newcomer without it is told so; in CI its absence is a failure."""
    if not CHROMIUM.exists():
        missing = "Chromium is missing: apt install chromium"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def phone(browser: Browser, live_server) -> Iterator[Page]:
    """A page on a phone-sized screen with touch."""
    yield from _page(
        browser.new_context(viewport=PHONE, has_touch=True, locale="sv-SE", reduced_motion="reduce"),
        live_server.url,
    )


@pytest.fixture
def desktop(browser: Browser, live_server) -> Iterator[Page]:
    yield from _page(
        browser.new_context(viewport=DESKTOP, locale="sv-SE", reduced_motion="reduce"), live_server.url
    )


def _page(context: BrowserContext, base: str) -> Iterator[Page]:
    """A page that fails the test when a script fails or the site's own content policy is broken."""
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    page.base = base  # type: ignore[attr-defined]
    yield page
    context.close()
    assert trouble == []


def check_accessible(page: Page) -> None:
    """Nothing found by axe-core, in light and in dark, once the page is there."""
    page.wait_for_load_state()
    for scheme, rules in (("light", RULES), ("dark", RULES_IN_THE_DARK)):
        page.emulate_media(color_scheme=scheme)
        try:
            found = _axe(page, rules)
        except Error:  # the page was left for the next one meanwhile: that is the one to look at
            page.wait_for_load_state()
            found = _axe(page, rules)
        assert found == [], f"{page.url} in {scheme}: {found}"
    page.emulate_media(color_scheme="light")


def _axe(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    result = page.evaluate("rules => axe.run(document, rules)", rules)
    return [
        f"{violation['id']}: {node['html'][:160]} ({violation['help']})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
