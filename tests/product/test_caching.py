"""What depends on who asks is kept by no browser and no proxy; only bytes that a digest names are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.evidence.models import Derivative, Pair
from tests import factories
from tests.product.samples import of_each_kind
from tests.product.url_map import drained, endpoints, filled, signed_in


def test_no_endpoint_lets_a_private_answer_be_kept(world: SimpleNamespace) -> None:
    known, table = of_each_kind(world), {}
    thumb = Derivative.objects.filter(photo_id=known["photos"], recipe="thumb").get()
    Pair.objects.filter(pk=known["pairs"]).update(sha256=thumb.sha256)  # as if the two had been aligned
    for role in ("nobody", "verifier", "administrator"):
        client = Client() if role == "nobody" else signed_in(world, role)
        for pattern, _view in endpoints():
            answer = client.get(filled(pattern, known))
            drained(answer)
            kept = answer.headers.get("Cache-Control", "")
            if "no-store" not in kept:
                table[pattern] = kept
            assert "private" in kept, pattern
            assert {"Cookie", "Authorization"} <= set(answer.headers["Vary"].replace(" ", "").split(",")), pattern
    # These carry an ETag and are asked for again each time.
    assert table == {
        "api/v1/sites/<uuid:id>/safety": "private, no-cache",
        "api/v1/vocabulary": "private, no-cache",
        "iiif/image/<uuid:id>/<str:region>/<str:size>/0/default.jpg": "private, no-cache",
        "pairs/<uuid:id>/aligned.jpg": "private, no-cache",
        "photos/<uuid:id>/<slug:recipe>.jpg": "private, no-cache",
    }


def test_a_smaller_picture_is_kept_under_its_digest_only(world: SimpleNamespace, api: Any) -> None:
    photo = factories.processed(world)
    client = signed_in(world, "verifier")
    url = api("verifier").get(f"/photos/{photo.id}").json["derivatives"]["thumb"]["url"]
    named = client.get(url)
    assert named.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    unnamed = client.get(url.partition("?")[0])
    assert unnamed.headers["Cache-Control"] == "private, no-cache"
    again = client.get(url.partition("?")[0], headers={"If-None-Match": unnamed.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(url.partition("?")[0] + "?sha256=" + "0" * 64)
    assert other.headers["Cache-Control"] == "private, no-cache"
    for answer in (named, unnamed, other):
        drained(answer)


@pytest.mark.parametrize("page", ["/photos/{photo}", "/monuments/{arch}"])
def test_pages_name_pictures_by_their_digest(world: SimpleNamespace, page: str) -> None:
    photo = factories.processed(world)
    text = signed_in(world, "verifier").get(page.format(photo=photo.id, arch=world.arch.id)).content.decode()
    assert ".jpg?sha256=" in text


def test_who_was_signed_out_is_shown_nothing_that_was_kept(world: SimpleNamespace) -> None:
    client = signed_in(world, "verifier")
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/queue").status_code == 302
