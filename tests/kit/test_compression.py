"""Pages go over the line compressed; the API keeps its strong ETags, and files go as they are."""

from __future__ import annotations

from types import SimpleNamespace

from tests import factories
from tests.product.url_map import drained, signed_in

TAKES = {"Accept-Encoding": "gzip"}


def test_a_page_is_compressed_for_those_who_take_it(world: SimpleNamespace) -> None:
    client = signed_in(world, "verifier")
    page = f"/sites/{world.site.id}"
    packed, plain = client.get(page, headers=TAKES), client.get(page)
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in packed["Vary"]


def test_the_api_keeps_its_strong_etags(world: SimpleNamespace) -> None:
    answer = signed_in(world, "verifier").get(f"/api/v1/monuments/{world.arch.id}", headers=TAKES)
    assert answer["ETag"] == '"1"'
    assert "Content-Encoding" not in answer


def test_pictures_go_as_they_are(world: SimpleNamespace) -> None:
    photo = factories.processed(world, monument=world.arch.id)
    answer = drained(signed_in(world, "verifier").get(f"/photos/{photo.id}/thumb.jpg", headers=TAKES))
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
