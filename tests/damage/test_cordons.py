"""A cordon smaller than the monument is high needs a sentence of its own; a narrative does not silence the question."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from assessments.damage import operations
from assessments.damage.errors import Incomplete
from assessments.damage.messages import ReportPatch
from tests import factories


def test_a_small_cordon_says_why(world: SimpleNamespace) -> None:
    type(world.arch).objects.filter(pk=world.arch.pk).update(height_m=12)
    made = factories.report(world, cordon_m=Decimal(8), narrative="Half of it leans over the path.")
    with pytest.raises(Incomplete) as refused:
        operations.submit(made.id, by=world.by("recorder"), accept_doubts=True)
    assert [one.pointer for one in refused.value.errors] == ["/cordon_reason"]
    patch = ReportPatch(cordon_reason="The engineer shored the western face.")
    operations.change_report(made.id, patch, by=world.by("recorder"), expected_version=None)
    assert operations.submit(made.id, by=world.by("recorder"), accept_doubts=True).status == "submitted"


def test_a_cordon_of_its_height_needs_no_word(world: SimpleNamespace) -> None:
    type(world.arch).objects.filter(pk=world.arch.pk).update(height_m=12)
    made = factories.report(world, cordon_m=Decimal(12))
    assert operations.submit(made.id, by=world.by("recorder"), accept_doubts=True).status == "submitted"
