"""A fallen block is photographed where it lies: its photographs stand on its page and are counted in the list."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.evidence import operations
from assessments.evidence.messages import PhotoPatch
from assessments.kit.errors import Invalid
from assessments.register.models import Block
from tests import factories
from tests.product.url_map import signed_in


@pytest.fixture
def block(world: SimpleNamespace) -> Block:
    return Block.objects.create(monument=world.arch, number="B-17")


def test_recording_a_block_leads_to_its_page_where_it_is_photographed(world: SimpleNamespace) -> None:
    client = signed_in(world, "recorder")
    answer = client.post(f"/monuments/{world.arch.id}/blocks/new", {"number": "B-1"})
    address = answer["Location"]
    assert address == f"/blocks/{Block.objects.get().id}"
    page = client.get(address).content.decode()
    assert f'data-block="{Block.objects.get().id}"' in page
    assert "No photographs yet." in page
    files = [SimpleUploadedFile("near.jpg", factories.jpeg(), "image/jpeg")]
    assert client.post(address, {"photos": files, "photos_people": "none"}).status_code == 302
    assert "near.jpg" in client.get(address).content.decode()


def test_the_list_counts_the_photographs_that_the_reader_may_see(world: SimpleNamespace, block: Block) -> None:
    factories.processed(world, blocks=[block.id])
    factories.processed(world, factories.jpeg(colour="navy"), blocks=[block.id], flags=["human_remains"])
    address = f"/monuments/{world.arch.id}/blocks"
    count = '<td data-label="Photographs">{}</td>'
    assert count.format(2) in signed_in(world, "recorder").get(address).content.decode()
    assert count.format(1) in signed_in(world, "viewer").get(address).content.decode()


def test_a_block_is_named_on_the_photographs_page(world: SimpleNamespace, block: Block) -> None:
    photo = factories.processed(world)
    client = signed_in(world, "recorder")
    form = {"version": "1", "has_blocks": "1", "blocks": [str(block.id)]}
    assert client.post(f"/photos/{photo.id}/describe", form).status_code == 302
    assert list(photo.blocks.all()) == [block]
    assert f"/blocks/{block.id}" in client.get(f"/photos/{photo.id}").content.decode()


def test_a_block_of_another_site_is_refused(world: SimpleNamespace) -> None:
    elsewhere = Block.objects.create(monument=factories.monument(factories.site("APA"), "Colonnade"), number="B-1")
    photo = factories.processed(world)
    with pytest.raises(Invalid) as refusal:
        operations.describe(photo.id, PhotoPatch(blocks=[elsewhere.id]), by=world.by("recorder"))
    assert refusal.value.errors[0].pointer == "/blocks/0"


def test_members_of_other_sites_find_no_block(world: SimpleNamespace, block: Block) -> None:
    assert signed_in(world, "outsider").get(f"/blocks/{block.id}").status_code == 404
