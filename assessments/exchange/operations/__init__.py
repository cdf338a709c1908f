"""Imports, which are atomic, idempotent and recorded in history row by row; and evidence bundles. What only
the worker does (`bundle_making`) is imported where it is called."""

from assessments.exchange.operations.bundles import (
    MAKE_BUNDLE_TASK,
    ask_bundle,
    bundle,
    expire_bundles,
    new_bundle,
    remove_bundles,
    take_bundle,
)
from assessments.exchange.operations.estimate_lines import import_estimate_lines
from assessments.exchange.operations.monuments import import_monuments
from assessments.exchange.operations.outcome import Imported, Outcome
from assessments.exchange.operations.world_heritage import import_world_heritage

__all__ = [
    "MAKE_BUNDLE_TASK",
    "Imported",
    "Outcome",
    "ask_bundle",
    "bundle",
    "expire_bundles",
    "import_estimate_lines",
    "import_monuments",
    "import_world_heritage",
    "new_bundle",
    "remove_bundles",
    "take_bundle",
]  # fmt: skip
