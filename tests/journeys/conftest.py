"""The whole product for journeys: web, worker, beat and servers as `make run` starts them, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.journeys.product import Product

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    running = Product()
    running.start()
    yield running
    running.remove()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: while it lives, its event loop runs in this thread, and Django refuses to work beside one."""
    with sync_playwright() as player:
        running = launched(player)
        yield running
        running.close()


def launched(player: Playwright) -> Browser:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("no Chromium or Chrome here: run the tests with 'make test', which says how to get one")
    flags = ["--enable-unsafe-swiftshader", "--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return player.chromium.launch(executable_path=chromium, args=flags)


@pytest.fixture(scope="session")
def sessions(product: Product) -> dict[str, Any]:
    """Cookies by person, once they have signed in to this product."""
    return {}


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(f"{name}@demo.example")
    page.locator("#id_password").fill("zenobia-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()


@pytest.fixture
def open_page(browser: Browser, product: Product, sessions: dict[str, Any]) -> Iterator[Any]:
    """`open_page("recorder")` is a page of that person, signed in; a script error, something that the page's
    policy refuses, or a 500 fails the test.
    """
    contexts = []
    troubles: list[str] = []

    def opened(name: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=product.url, storage_state=sessions.get(name), **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("console", lambda one: troubles.append(one.text) if "Content Security Policy" in one.text else None)
        page.on("response", lambda one: troubles.append(f"{one.status} {one.url}") if one.status >= 500 else None)
        if name in sessions:
            page.goto("/")
        elif name:
            sign_in(page, name)
            sessions[name] = context.storage_state()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []
