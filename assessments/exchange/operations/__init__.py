"""Imports: everything or nothing, each row with its history, and a second time without any change."""

from assessments.exchange.operations.monuments import import_monuments
from assessments.exchange.operations.outcome import Imported, Outcome
from assessments.exchange.operations.world_heritage import import_world_heritage

__all__ = ["Imported", "Outcome", "import_monuments", "import_world_heritage"]
