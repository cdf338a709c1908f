"""REST API of evidence: photographs, documents, uploads, custody, annotations, pairs; and IIIF."""

from assessments.evidence.api.annotations import Annotations, OneAnnotation, OnePair, Pairs, PhotoAnnotations
from assessments.evidence.api.custody import DocumentCustody, PhotoCustody, VerifyDocumentCustody, VerifyPhotoCustody
from assessments.evidence.api.documents import (
    DocumentOriginal,
    Documents,
    OneDocument,
    RestoreDocument,
    WithdrawDocument,
)
from assessments.evidence.api.photographs import (
    Audience,
    Cover,
    Need,
    OnePhoto,
    Original,
    Photos,
    Restore,
    RetryReading,
    Withdraw,
    original_response,
)
from assessments.evidence.api.uploads import Upload, Uploads

__all__ = [
    "Annotations",
    "Audience",
    "Cover",
    "DocumentCustody",
    "DocumentOriginal",
    "Documents",
    "Need",
    "OneAnnotation",
    "OneDocument",
    "OnePair",
    "OnePhoto",
    "Original",
    "Pairs",
    "PhotoAnnotations",
    "PhotoCustody",
    "Photos",
    "Restore",
    "RestoreDocument",
    "RetryReading",
    "Upload",
    "Uploads",
    "VerifyDocumentCustody",
    "VerifyPhotoCustody",
    "Withdraw",
    "WithdrawDocument",
    "original_response",
]  # fmt: skip
