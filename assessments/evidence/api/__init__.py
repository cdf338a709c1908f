"""Doors of evidence over REST: photographs, documents, the bytes of both, custody, marks and pairs; and IIIF."""

from assessments.evidence.api.custody import DocumentCustody, PhotoCustody, VerifyDocumentCustody, VerifyPhotoCustody
from assessments.evidence.api.documents import (
    DocumentOriginal,
    Documents,
    OneDocument,
    RestoreDocument,
    WithdrawDocument,
)
from assessments.evidence.api.marks import Annotations, OneAnnotation, OnePair, Pairs, PhotoAnnotations
from assessments.evidence.api.photographs import (
    Again,
    Audience,
    Cover,
    Need,
    OnePhoto,
    Original,
    Photos,
    Restore,
    Withdraw,
    original_response,
)
from assessments.evidence.api.uploads import Upload, Uploads

__all__ = [
    "Again", "Annotations", "Audience", "Cover", "DocumentCustody", "DocumentOriginal", "Documents", "Need",
    "OneAnnotation", "OneDocument", "OnePair", "OnePhoto", "Original", "Pairs", "PhotoAnnotations", "PhotoCustody",
    "Photos", "Restore", "RestoreDocument", "Upload", "Uploads", "VerifyDocumentCustody", "VerifyPhotoCustody",
    "Withdraw", "WithdrawDocument", "original_response",
]  # fmt: skip
