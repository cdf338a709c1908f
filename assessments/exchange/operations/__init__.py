"""Imports: everything or nothing, each row with its history, a second time without any change. Bundles of evidence."""

from assessments.exchange.operations.bundles import (
    MAKE,
    ask_bundle,
    bundle,
    expire_bundles,
    let_go_of_bundles,
    make_bundle,
    new_bundle,
    take_bundle,
)
from assessments.exchange.operations.monuments import import_monuments
from assessments.exchange.operations.outcome import Imported, Outcome
from assessments.exchange.operations.world_heritage import import_world_heritage

__all__ = [
    "MAKE", "Imported", "Outcome", "ask_bundle", "bundle", "expire_bundles", "import_monuments",
    "import_world_heritage", "let_go_of_bundles", "make_bundle", "new_bundle", "take_bundle",
]  # fmt: skip
