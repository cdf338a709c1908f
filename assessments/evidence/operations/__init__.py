"""Verbs of evidence, by what they are about:

registration            announced
staging, arrival        on their way, kept
reading, pieces         the worker's part, and tiles; what is made of a photograph
describing, masking     what people say of it; what they cover
annotating, pairing     marks on it; before and after
keeping                 held, withdrawn, erased, handed out
checking                the nightly look at the store
"""

from assessments.evidence.operations.annotating import (
    annotate,
    change_annotation,
    remove_annotation,
    require_own,
)
from assessments.evidence.operations.arrival import PROCESS, receive, receive_file
from assessments.evidence.operations.checking import SHARE, check_files
from assessments.evidence.operations.describing import decide_audience, describe, describe_document, place, place_all
from assessments.evidence.operations.keeping import (
    ask_erasure,
    drop_erasure,
    erase,
    hold,
    let_go,
    release_original,
    restore,
    withdraw,
)
from assessments.evidence.operations.masking import MASK, cover, paint
from assessments.evidence.operations.pairing import ALIGN, align, pair, unpair
from assessments.evidence.operations.reading import TILE, cut_tiles, process, try_again
from assessments.evidence.operations.registration import needed, register_document, register_photo
from assessments.evidence.operations.staging import (
    Piece,
    arrived_so_far,
    clear_uploads,
    end_upload,
    expires_at,
    take_piece,
    take_whole,
)

__all__ = [
    "ALIGN", "MASK", "PROCESS", "SHARE", "TILE", "Piece", "align", "annotate", "arrived_so_far",
    "ask_erasure", "change_annotation", "check_files", "clear_uploads", "cover", "cut_tiles", "decide_audience",
    "describe", "describe_document", "drop_erasure", "end_upload", "erase", "expires_at", "hold", "let_go",
    "needed", "paint", "pair", "place", "place_all", "process", "receive", "receive_file", "register_document",
    "register_photo", "release_original", "remove_annotation", "require_own", "restore", "take_piece", "take_whole",
    "try_again", "unpair", "withdraw",
]  # fmt: skip
