"""Taking in what the field sends: batches of operations, what has to wait, values that stand against each other."""

from assessments.sync.operations.conflicts import resolve
from assessments.sync.operations.pushing import note_reading, push
from assessments.sync.operations.waiting import APPLY_TASK, apply_held, dismiss, replay

__all__ = ["APPLY_TASK", "apply_held", "dismiss", "note_reading", "push", "replay", "resolve"]
