"""Every page of the product, in both themes and directions, on a desk and on a phone: axe finds nothing (WCAG 2.2 AA), it
is no wider than the screen, and it weighs no more than a bad line bears (`quality.md`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.journeys.product import Product
from tests.pictures import DESK, PHONE, addresses_of_pages

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
MOST_BYTES = 250_000
MOST_BYTES_OF = {"map": 1_000_000, "site-on-a-map": 1_000_000, "photograph": 320_000, "site-figures": 290_000}
"""By name of a page that loads more to draw with: the map, deep zoom, D3. The last two are over the bar of 250 kB in Arabic,
whose letters are two more fonts, on a first visit."""


@pytest.fixture(scope="module")
def addresses(browser: Browser, product: Product) -> dict[str, tuple[str, str]]:
    """By name of a page who looks, and at which address; the demo's photographs are read before."""
    product.wait_until_read()
    return addresses_of_pages(browser, product.url)


def weighed(page: Page) -> tuple[CDPSession, dict[str, float]]:
    """What comes over the line for a page without a cache, photographs left out, as the browser counts it."""
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    total = {"bytes": 0.0}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def add(event: Any) -> None:
        if kinds.get(event["requestId"]) != "Image":
            total["bytes"] += event["encodedDataLength"]

    session.on("Network.loadingFinished", add)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return session, total


@pytest.mark.parametrize(
    ("theme", "language", "size"),
    [("light", "en", DESK), ("dark", "ar", PHONE)],
    ids=["light desk", "dark Arabic phone"],
)
def test_it_can_be_used_by_everybody_and_weighs_little(
    open_page: Any, product: Product, addresses: dict[str, tuple[str, str]], theme: str, language: str, size: Any
) -> None:
    people: dict[str, tuple[Page, dict[str, float]]] = {}
    troubles = []
    for name, (who, address) in addresses.items():
        if who not in people:
            page = open_page(who, viewport=size)
            page.context.add_cookies([
                {"name": "theme", "value": theme, "url": product.url},
                {"name": "django_language", "value": language, "url": product.url},
            ])  # fmt: skip
            people[who] = page, weighed(page)[1]
        page, total = people[who]
        total["bytes"] = 0.0
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if total["bytes"] > MOST_BYTES_OF.get(name, MOST_BYTES):
            troubles.append(f"{name} weighs {total['bytes']:,.0f} bytes")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            troubles.append(f"{name} is {wide} px wider than the screen")
        page.evaluate(AXE.read_text())
        found = page.evaluate(RULES)["violations"]
        troubles += [f"{name}: {one['id']} {one['nodes'][0]['html'][:150]}" for one in found]
    assert not troubles, "\n".join(troubles)
