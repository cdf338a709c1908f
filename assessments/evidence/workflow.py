"""The states of a photograph, as a table."""

from assessments.kit.workflow import Workflow

PHOTO = Workflow(
    "state",
    "registered",
    [
        ("registered", "receive", "received"),
        ("received | processing", "take_up", "processing"),
        ("processing", "finish", "ready"),
        ("processing", "reject", "rejected"),
        ("received | processing", "set_aside", "set_aside"),
    ],
)
