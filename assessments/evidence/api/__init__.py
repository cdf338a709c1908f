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
from assessments.evidence.api.georeferencing import GeoreferencedImageDetail, GeoreferencedImageList
from assessments.evidence.api.photographs import (
    ChangeAudience,
    CoverPhoto,
    DescribePhotos,
    NeededDigests,
    PhotoDetail,
    PhotoList,
    PhotoOriginal,
    RestorePhoto,
    RetryPhoto,
    TurnPhoto,
    WithdrawPhoto,
    original_response,
)
from assessments.evidence.api.uploads import Upload, Uploads

__all__ = [
    "AnnotationDetail",
    "AnnotationList",
    "ChangeAudience",
    "CoverPhoto",
    "DescribePhotos",
    "DocumentCustody",
    "DocumentDetail",
    "DocumentList",
    "DocumentOriginal",
    "GeoreferencedImageDetail",
    "GeoreferencedImageList",
    "NeededDigests",
    "PairDetail",
    "PairList",
    "PhotoAnnotations",
    "PhotoCustody",
    "PhotoDetail",
    "PhotoList",
    "PhotoOriginal",
    "RestoreDocument",
    "RestorePhoto",
    "RetryPhoto",
    "TurnPhoto",
    "Upload",
    "Uploads",
    "VerifyDocumentCustody",
    "VerifyPhotoCustody",
    "WithdrawDocument",
    "WithdrawPhoto",
    "original_response",
]  # fmt: skip
