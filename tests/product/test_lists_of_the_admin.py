"""The admin's lists and pages speak the reader's language: names of tables, columns, filters, and the terms in them."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from assessments.register.models import Incident
from assessments.register.read_only_admin import ReadOnlyAdmin
from tests import factories
from tests.product.url_map import signed_in

TABLES = {model: one for model, one in admin.site._registry.items() if isinstance(one, ReadOnlyAdmin)}


@pytest.fixture
def client(world: SimpleNamespace, django_settings: Any) -> Any:
    django_settings.DEMO_EXCUSED_FROM_SECOND_FACTOR = True
    factories.report(world, upto="verified")
    factories.photo(world)
    Incident.objects.create(site=world.site, title={"en": "EXERCISE", "ar": "تمرين"}, mechanism="explosion")
    return signed_in(world, "administrator")


def address(model: Any, what: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def texts(page: str, pattern: str) -> list[str]:
    """What stands in the elements that the pattern finds, without tags."""
    found = re.findall(pattern, page, flags=re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", one)).strip() for one in found]


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_no_column_filter_or_name_of_a_list_is_left_in_english(client: Any, model: Any) -> None:
    page = client.get(address(model, "changelist"), headers={"Accept-Language": "ar"}).content.decode()
    named = [
        *texts(page, r'<div class="text">(.*?)</div>'),
        *texts(page, r"<summary>(.*?)</summary>"),
        *texts(page, r"<h1>(.*?)</h1>"),
    ]
    with translation.override("ar"):
        named.append(str(model._meta.verbose_name_plural))
        # Those of a table without rows, which draws no columns.
        own = TABLES[model]
        named += [str(label_for_field(one, model, own)) for one in own.get_list_display(RequestFactory().get("/"))]
    assert not [one for one in named if re.search("[A-Za-z]{3,}", one)]


def test_terms_stand_in_words_and_are_filtered_by(client: Any) -> None:
    def rows(query: str) -> list[str]:
        page = client.get(f"/admin/assessments/damagereport/{query}", headers={"Accept-Language": "fr"})
        return texts(page.content.decode(), r"<tr><td.*?</tr>|<tr>\s*<t[hd] class=\"field.*?</tr>")

    (row,) = rows("")
    assert "Détruit" in row
    assert "Vérifié" in row
    assert rows("?status=verified") == [row]
    assert rows("?status=draft") == []


def test_a_page_of_a_row_names_its_fields_and_terms(client: Any, world: SimpleNamespace) -> None:
    page = client.get(address(type(world.arch), "change", world.arch.pk), headers={"Accept-Language": "ar"})
    text = page.content.decode()
    assert "الحساسية" in text
    assert "Sensitivity" not in text


def test_a_list_is_sorted_by_its_columns(client: Any, world: SimpleNamespace) -> None:
    page = client.get("/admin/assessments/damagereport/?o=-1").content.decode()
    assert "sortable column-shown_monument sorted descending" in page
    incident = Incident.objects.get()
    incident.monuments.add(world.arch)
    assert world.arch.label in client.get(address(Incident, "change", incident.pk)).content.decode()


def test_incidents_stand_under_their_titles(client: Any) -> None:
    page = client.get("/admin/assessments/incident/", headers={"Accept-Language": "ar"}).content.decode()
    assert "تمرين" in page
    assert "انفجار" in page
    assert "Incident object" not in page
