"""IIIF: every address that `info.json` promises answers with that picture; manifests hold what the specification demands."""

from __future__ import annotations

import io
import math
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from assessments.evidence import iiif, operations
from assessments.evidence.messages import AnnotationIn
from assessments.evidence.models import Photo
from assessments.kit import ids
from assessments.kit.actor import system
from assessments.people import operations as people
from tests import factories

WIDTH, HEIGHT = 2600, 1700


@pytest.fixture
def client(world: SimpleNamespace) -> Client:
    made = Client()
    made.force_login(world.users["viewer"])
    return made


@pytest.fixture
def photo(world: SimpleNamespace) -> Photo:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((WIDTH, HEIGHT)).convert("RGB").save(out, "JPEG")
    made = factories.processed(world, out.getvalue())
    operations.cut_tiles(made.id, by=system("photo-worker"))
    return made  # type: ignore[no-any-return]


def size_of(response: Any) -> tuple[int, int]:
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    body = b"".join(response.streaming_content) if response.streaming else response.content
    with Image.open(io.BytesIO(body)) as picture:
        return picture.size


def test_all_tiles_and_sizes_that_the_information_names_are_there(client: Client, photo: Photo) -> None:
    base = f"/iiif/image/{photo.id}"
    response = client.get(f"{base}/info.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    info = response.json()
    assert info["@context"] == "http://iiif.io/api/image/3/context.json"
    assert (info["type"], info["profile"], info["protocol"]) == ("ImageService3", "level0", "http://iiif.io/api/image")
    assert info["id"].endswith(base)
    assert (info["width"], info["height"]) == (WIDTH, HEIGHT)
    for one in info["sizes"]:
        assert size_of(client.get(f"{base}/full/{one['width']},{one['height']}/0/default.jpg")) == (
            one["width"], one["height"],
        )  # fmt: skip
    assert max(size_of(client.get(f"{base}/full/max/0/default.jpg"))) == 2000
    assert client.get(f"{base}/full/full/0/default.jpg").status_code == 404, "version 3 knows 'max' only"
    (grid,) = info["tiles"]
    asked = 0
    for scale in grid["scaleFactors"]:
        edge = grid["width"] * scale
        for left in range(0, WIDTH, edge):
            for top in range(0, HEIGHT, edge):
                across, down = min(edge, WIDTH - left), min(edge, HEIGHT - top)
                scaled = math.ceil(across / scale), math.ceil(down / scale)
                region = f"{left},{top},{across},{down}"
                assert size_of(client.get(f"{base}/{region}/{scaled[0]},{scaled[1]}/0/default.jpg")) == scaled
                asked += 1
    assert asked == len(photo.pyramid.ends)


@pytest.mark.parametrize(
    "address",
    ["0,0,100,100/100,100", "full/17,11", "5,5,512,512/512,512", "full/pct:50", "square/max", "0,0,512,512/512,9999"],
)
def test_what_level_zero_does_not_offer_is_not_found(client: Client, photo: Photo, address: str) -> None:
    assert client.get(f"/iiif/image/{photo.id}/{address}/0/default.jpg").status_code == 404


def test_the_base_address_leads_to_the_information(client: Client, photo: Photo) -> None:
    response = client.get(f"/iiif/image/{photo.id}")
    assert response.status_code == 303
    assert response["Location"].endswith("/info.json")


def test_a_small_photograph_has_sizes_and_no_tiles(client: Client, world: SimpleNamespace) -> None:
    small = factories.processed(world, factories.jpeg(900, 600))
    info = client.get(f"/iiif/image/{small.id}/info.json").json()
    assert (info["width"], info["height"]) == (900, 600)
    assert "tiles" not in info


def test_a_manifest_is_what_the_specification_demands(client: Client, photo: Photo, world: SimpleNamespace) -> None:
    """Presentation API 3.0, sections 3 and 5: what must be there, and that all ids are addresses and used once."""
    marks = [
        AnnotationIn(id=ids.uuid7(), photo=photo.id, points=[[0.1, 0.2], [0.3, 0.4]], text="keystone"),
        AnnotationIn(id=ids.uuid7(), photo=photo.id, points=[[0.5, 0.5], [0.7, 0.5], [0.6, 0.8]], text="crack"),
    ]
    for one in marks:
        operations.annotate(one, by=world.by("recorder"))
    manifest = client.get(f"/iiif/monuments/{world.arch.id}/manifest").json()
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["type"] == "Manifest"
    assert all(isinstance(texts, list) for texts in manifest["label"].values())
    (canvas,) = manifest["items"]
    assert (canvas["type"], canvas["width"], canvas["height"]) == ("Canvas", WIDTH, HEIGHT)
    (page,) = canvas["items"]
    (painting,) = page["items"]
    assert (page["type"], painting["motivation"], painting["target"]) == ("AnnotationPage", "painting", canvas["id"])
    assert painting["body"]["service"][0]["type"] == "ImageService3"
    assert size_of(client.get(painting["body"]["id"])) == (painting["body"]["width"], painting["body"]["height"])
    assert canvas["navDate"].endswith("Z")
    notes = canvas["annotations"][0]["items"]
    assert [one["body"]["value"] for one in notes] == ["keystone", "crack"]
    selectors = [one["target"]["selector"] for one in notes]
    assert selectors[0]["value"] == f"xywh=pixel:{WIDTH // 10},{HEIGHT // 5},{WIDTH // 5},{HEIGHT // 5}"
    assert selectors[1]["type"] == "SvgSelector"
    assert "M1300,850" in selectors[1]["value"]
    found = list(_ids(manifest))
    assert all(one.startswith("http://testserver/") for one in found)
    assert len(found) == len(set(found)) + _repeats(manifest)


def _ids(value: Any) -> Any:
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        for one in value.values():
            yield from _ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _ids(one)


def _repeats(manifest: dict[str, Any]) -> int:
    """A thumbnail may be the very picture that is painted."""
    canvas = manifest["items"][0]
    return int(canvas["thumbnail"][0]["id"] == canvas["items"][0]["items"][0]["body"]["id"])


def test_the_pyramid_of_any_size_has_a_place_for_each_of_its_tiles() -> None:
    from assessments.evidence.reader import tiles

    for size in ((2001, 1), (512, 4096), (3264, 2448), (10_000, 10_000)):
        view = iiif.View("x", size, [iiif.Picture("large", 100, 100)], is_tiled=True)
        numbers = []
        for scale in tiles.scales(*size):
            edge = tiles.EDGE * scale
            for top in range(0, size[1], edge):
                for left in range(0, size[0], edge):
                    across, down = min(edge, size[0] - left), min(edge, size[1] - top)
                    scaled = f"{math.ceil(across / scale)},{math.ceil(down / scale)}"
                    found = iiif.resolve_request(view, f"{left},{top},{across},{down}", scaled)
                    assert isinstance(found, tiles.Place), (size, scale, left, top)
                    numbers.append(found.number)
        assert numbers == list(range(len(numbers)))


def test_a_device_reads_pictures_with_its_token_where_the_api_names_them(world: SimpleNamespace, photo: Photo) -> None:
    _device, token, _until = people.add_device(world.users["viewer"], "tablet", by=world.by("viewer"))
    own = Client(headers={"Authorization": f"Bearer {token}"})
    address = own.get(f"/api/v1/photos/{photo.id}").json()["derivatives"]["medium"]["url"]
    assert max(size_of(own.get(address))) == 1000
    assert len(own.get(f"/iiif/monuments/{world.arch.id}/manifest").json()["items"]) == 1
    assert own.get(f"/iiif/image/{photo.id}/info.json").status_code == 200
    stranger, revoked = Client(), Client(headers={"Authorization": "Bearer 0000000000000000"})
    assert stranger.get(address).status_code == 404
    response = revoked.get(address)
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
