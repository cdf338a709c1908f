"""The map on which an outline is drawn is loaded where there is an outline to draw, and nowhere else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.product.url_map import signed_in

FORMS = ("hazard-regime", "hazard-zones/new", "clearances/new", "entry-permits/new", "access-changes/new")


@pytest.mark.parametrize("form", FORMS)
def test_the_script_comes_with_the_outline(world: SimpleNamespace, form: str) -> None:
    page = signed_in(world, "safety_officer").get(f"/sites/{world.site.id}/{form}").content.decode()
    assert ("js/outline" in page) == ("data-outline" in page)
    assert ("data-outline" in page) == (form != "hazard-regime")
