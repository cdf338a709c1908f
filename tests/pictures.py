"""`make pictures`: every page of the demo as pictures on one sheet, to be looked at: light, dark, Arabic, on a phone.

They are written to `var/pictures`, with `index.html` beside them. Names of pages on the command line take only those.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import launched, sign_in
from tests.journeys.product import ROOT, Product

SHEET = ROOT / "var" / "pictures"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
WAYS: dict[str, tuple[dict[str, int], str, str]] = {
    "light": (DESK, "light", "en"), "dark": (DESK, "dark", "en"), "arabic": (DESK, "light", "ar"),
    "phone": (PHONE, "light", "en"), "phone-arabic-dark": (PHONE, "dark", "ar"),
}  # fmt: skip
"""By name: size of the window, theme, language."""
PAGES: dict[str, tuple[str, str]] = {
    "front": ("", "/"), "sign-in": ("", "/accounts/login/"), "home-verifier": ("verifier", "/"),
    "home-recorder": ("recorder", "/"), "home-director": ("director", "/"), "search": ("verifier", "/search?q=arch"),
    "map": ("verifier", "/map"), "sites": ("verifier", "/sites"), "queue": ("verifier", "/queue"),
    "reports": ("verifier", "/reports"), "plans": ("planner", "/plans"), "safety": ("safety", "/safety"),
    "outbox": ("recorder", "/outbox"), "devices": ("recorder", "/devices"), "conflicts": ("recorder", "/conflicts"),
    "base-maps": ("admin", "/base-maps"), "assess": ("recorder", "/assess"), "account": ("recorder", "/account"), "not-found": ("recorder", "/no/such/page"),
}  # fmt: skip
"""By name: who looks, and at which address."""
BEHIND: dict[str, tuple[str, str, str]] = {
    "site": ("verifier", "/sites", "main a[href^='/sites/']:has-text('Palmyra')"),
    "monument": ("verifier", "site", ".card-list a:has-text('Tetrapylon')"),
    "photographs": ("verifier", "monument", "main a[href$='/photographs']"),
    "photograph": ("verifier", "monument", ".photo .caption a"),
    "monument-reports": ("verifier", "monument", ".tabs a[href$='/reports']"),
    "monument-restoration": ("verifier", "monument", ".tabs a[href$='/restoration']"),
    "monument-history": ("verifier", "monument", ".tabs a[href$='/history']"),
    "site-on-a-map": ("verifier", "site", ".views a[href*='view=map']"),
    "site-as-a-table": ("verifier", "site", ".views a[href*='view=table']"),
    "site-plan": ("verifier", "site", "main a[href$='/site-plan']"),
    "site-documents": ("verifier", "site", ".tabs a[href$='/documents']"),
    "site-restoration": ("planner", "site", ".tabs a[href$='/restoration']"),
    "site-figures": ("director", "site", ".tabs a[href$='/figures']"),
    "site-history": ("verifier", "site", ".tabs a[href$='/history']"),
    "site-safety": ("verifier", "site", "main a[href$='/safety']"),
    "visits": ("verifier", "site", "main a[href$='/visits']"),
    "incidents": ("verifier", "site", "main a[href$='/incidents']"),
    "report": ("verifier", "/queue", "main tbody a[href^='/reports/']"),
    "plan": ("planner", "/plans", "main tbody a[href^='/plans/']"),
    "conflict": ("recorder", "/conflicts", "main a[href^='/conflicts/']"),
}
"""By name: who looks, on which page they begin, and which link leads there."""


def main() -> None:
    wanted = sys.argv[1:] or [*PAGES, *BEHIND]
    folder = tempfile.mkdtemp(prefix="zenobia pictures ")
    Path(folder).chmod(0o755)
    os.environ["DATA_DIR"] = f"{folder}/data"
    product = Product()
    shutil.rmtree(SHEET, ignore_errors=True)
    SHEET.mkdir(parents=True)
    try:
        product.start()
        product.wait_until_read()
        with sync_playwright() as player:
            browser = launched(player)
            addresses = addresses_of_pages(browser, product.url)
            for way in WAYS:
                for name in _taken(browser, product.url, way, {one: addresses[one] for one in wanted}):
                    print(f"{way}: {name}", flush=True)
            browser.close()
    finally:
        product.remove()
        shutil.rmtree(folder, ignore_errors=True)
    (SHEET / "index.html").write_text(_sheet(wanted))
    print(SHEET / "index.html")


def addresses_of_pages(browser: Browser, url: str) -> dict[str, tuple[str, str]]:
    """By name who looks and where: what lies behind a link is found once, by its English words."""
    people: dict[str, Page] = {}
    found = dict(PAGES)
    for name, (who, begin, link) in BEHIND.items():
        page = _page_of(people, browser, url, who, *WAYS["light"])
        page.goto(found[begin][1] if begin in found else begin)
        found[name] = who, str(page.locator(link).first.evaluate("one => one.href"))
    for page in people.values():
        page.context.close()
    return found


def _taken(browser: Browser, url: str, way: str, wanted: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Take the wanted pictures in one way, and tell each."""
    people: dict[str, Page] = {}
    for name, (who, path) in wanted.items():
        yield _take(_page_of(people, browser, url, who, *WAYS[way]), path, way, name)
    for page in people.values():
        page.context.close()


def _page_of(
    people: dict[str, Page], browser: Browser, url: str, who: str, size: Any, theme: Any, language: str
) -> Page:
    if who not in people:
        page = browser.new_context(base_url=url, viewport=size, color_scheme=theme).new_page()
        if who:
            sign_in(page, who)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        people[who] = page
    return people[who]


def _take(page: Page, path: str, way: str, name: str) -> str:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    # Pictures further down are loaded when they come into sight, and drawn when there is time: here all, and at once.
    page.evaluate("[...document.images].forEach((one) => { one.loading = 'eager'; one.decoding = 'sync'; })")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=SHEET / f"{name}.{way}.png", full_page=True)
    return name


def _sheet(wanted: list[str]) -> str:
    rows = "".join(
        f"<h2>{escape(name)}</h2><div>"
        + "".join(f"<a href='{name}.{way}.png'><img src='{name}.{way}.png' alt='{name}, {way}' loading='lazy'></a>" for way in WAYS)
        + "</div>"
        for name in [*PAGES, *BEHIND]
        if name in wanted
    )  # fmt: skip
    style = "body{font:16px sans-serif;margin:24px}div{display:flex;gap:12px;align-items:start}img{max-height:900px;max-width:19vw}"
    return f"<!doctype html><meta charset='utf-8'><title>Zenobia in pictures</title><style>{style}</style>{rows}"


if __name__ == "__main__":
    main()
