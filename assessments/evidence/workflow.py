"""State machines of photographs and documents."""

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
        ("rejected | set_aside", "try_again", "received"),
    ],
)

DOCUMENT = Workflow("state", "registered", [("registered", "receive", "received")])
