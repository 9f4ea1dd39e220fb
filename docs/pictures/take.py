"""Take the pictures of the README from the running demo, so that they can't go stale: `make pictures`."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE, DESKTOP, WHEEL = (390, 844), (1280, 800), (1280, 1180)


def main() -> None:
    with tempfile.TemporaryDirectory() as data, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        there = {**os.environ, "SLUSS_DATA": data, "SLUSS_DEMO": "1"}
        sluss = [sys.executable, "-m", "sluss"]
        subprocess.run([*sluss, "demo"], env=there, check=True, stdout=subprocess.DEVNULL)
        serve = [*sluss, "serve", "--port", str(port)]
        server = subprocess.Popen(serve, env=there, stdout=subprocess.DEVNULL)
        try:
            take(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def take(base: str) -> None:
    wait_for(f"{base}/healthz")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        picture(browser, base, "coordinator", "/insamling/4/", DESKTOP, "board")
        picture(browser, base, "", "/statistik/2015/form/", DESKTOP, "table")
        picture(browser, base, "coordinator", "/hem/", DESKTOP, "home")
        picture(browser, base, "coordinator", "/kalender/2017/", WHEEL, "year")
        form(browser, base)
        browser.close()


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} doesn't answer")


def enter(browser: Browser, base: str, role: str, size: tuple[int, int]) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="sv-SE")
    if role:
        page.goto(f"{base}/demo/")
        page.locator(f'form[action$="/in/{role}/"] button').click()
    return page


def picture(browser: Browser, base: str, role: str, path: str, size: tuple[int, int], name: str) -> None:
    page = enter(browser, base, role, size)
    page.goto(base + path)
    page.screenshot(path=HERE / f"{name}.png")
    page.close()


def form(browser: Browser, base: str) -> None:
    """The second step of a new person, on a phone."""
    page = enter(browser, base, "reporter", PHONE)
    page.goto(f"{base}/insamling/")
    page.locator("main a[href*=inrapportering]").first.click()
    page.get_by_role("link", name="Lägg till en person").first.click()
    page.get_by_role("button", name="Direkt utsatt").click()
    page.get_by_role("button", name="Fortsätt").click()
    page.screenshot(path=HERE / "form.png")
    page.close()


if __name__ == "__main__":
    main()
