"""REST API of evidence: photographs, documents, uploads, custody, annotations, pairs; and IIIF."""

from assessments.evidence.api.annotations import (
    AnnotationDetail,
    AnnotationList,
    PairDetail,
    PairList,
    PhotoAnnotations,
)
from assessments.evidence.api.custody import DocumentCustody, PhotoCustody, VerifyDocumentCustody, VerifyPhotoCustody
from assessments.evidence.api.documents import (
    DocumentDetail,
    DocumentList,
    DocumentOriginal,
    RestoreDocument,
    WithdrawDocument,
)
from assessments.evidence.api.photographs import (
    Audience,
    Cover,
    Need,
    Original,
    PhotoDetail,
    PhotoList,
    Restore,
    RetryReading,
    Withdraw,
    original_response,
)
from assessments.evidence.api.uploads import Upload, Uploads

__all__ = [
    "AnnotationDetail",
    "AnnotationList",
    "Audience",
    "Cover",
    "DocumentCustody",
    "DocumentDetail",
    "DocumentList",
    "DocumentOriginal",
    "Need",
    "Original",
    "PairDetail",
    "PairList",
    "PhotoAnnotations",
    "PhotoCustody",
    "PhotoDetail",
    "PhotoList",
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
