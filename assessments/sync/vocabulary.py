"""The closed list of sync (`id · English · French · Arabic`)."""

from assessments.kit.vocabulary import Vocabulary

WAITING_STATE = Vocabulary(
    "waiting_state",
    """
    held · Held · En attente · معلّق
    quarantined · In quarantine · En quarantaine · في الحجر
    refused · Refused · Refusé · مرفوض
    """,
)
"""Where an operation from the field stands that is not applied."""
