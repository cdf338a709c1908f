"""Arabic pages name the months as Syria and Iraq do; prints show the other names beside them (field practice 33)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.utils import translation

from assessments.templatetags.zenobia import day, month_names_twice
from tests.product.url_map import signed_in


def test_april_is_nisan() -> None:
    with translation.override("ar"):
        assert day(date(2016, 4, 25)) == "25 نيسان 2016"


def test_prints_show_both_names_of_every_month(world: SimpleNamespace) -> None:
    assert len(month_names_twice().split(" · ")) == 12
    client = signed_in(world, "verifier")
    client.cookies["django_language"] = "ar"
    page = client.get("/").content.decode()
    assert "نيسان/أبريل" in page
    assert "كانون الثاني/يناير" in page
    client.cookies["django_language"] = "en"
    assert "نيسان" not in client.get("/").content.decode()
