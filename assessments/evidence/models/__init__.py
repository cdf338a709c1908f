"""Models of evidence."""

from assessments.evidence.models.annotations import (
    Annotation,
    Pair,
)
from assessments.evidence.models.custody import (
    CustodyEntry,
    Erasure,
    Hold,
)
from assessments.evidence.models.derivatives import (
    Derivative,
    Mask,
    Pyramid,
)
from assessments.evidence.models.files import (
    MAX_CLOCK_S,
    Document,
    Photo,
    ReceivedFile,
    translated,
)
from assessments.evidence.models.georeferenced import GeoreferencedImage

__all__ = [
    "MAX_CLOCK_S",
    "Annotation",
    "CustodyEntry",
    "Derivative",
    "Document",
    "Erasure",
    "GeoreferencedImage",
    "Hold",
    "Mask",
    "Pair",
    "Photo",
    "Pyramid",
    "ReceivedFile",
    "translated",
]
