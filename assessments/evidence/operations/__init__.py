"""Write operations of evidence, by module:

registration            register a file before its bytes are sent
staging, arrival        resumable uploads; receiving the complete file
reading, derivatives    the worker's job: metadata, derivatives and tiles; storing and removing them
describing, masking     captions, consent, flags and audience; masks
dating, showing         when it was taken as people know it; what else it shows
batches                 one answer for many photographs
turning                 turning the smaller pictures by hand
annotating, pairing     annotations; before/after pairs
retention               holds, withdrawal, erasure, release of originals
fixity                  periodic check of the stored bytes
history                 history entries of evidence
"""

from assessments.evidence.operations.annotating import (
    annotate,
    change_annotation,
    remove_annotation,
    require_own,
)
from assessments.evidence.operations.arrival import PROCESS_TASK, receive, receive_file
from assessments.evidence.operations.batches import describe_many
from assessments.evidence.operations.derivatives import make_again
from assessments.evidence.operations.describing import decide_audience, describe, describe_document, place, place_all
from assessments.evidence.operations.fixity import CHECK_BATCH, check_files
from assessments.evidence.operations.georeferencing import change_georeference, georeference
from assessments.evidence.operations.masking import MASK_TASK, cover, paint
from assessments.evidence.operations.pairing import ALIGN_TASK, align, pair, unpair
from assessments.evidence.operations.reading import TILE_TASK, cut_tiles, process, try_again
from assessments.evidence.operations.registration import needed, register_document, register_photo
from assessments.evidence.operations.retention import (
    ask_erasure,
    drop_erasure,
    erase,
    hold,
    release_hold,
    release_original,
    restore,
    withdraw,
)
from assessments.evidence.operations.staging import (
    Piece,
    arrived_so_far,
    clear_uploads,
    end_upload,
    expires_at,
    take_piece,
    take_whole,
)
from assessments.evidence.operations.turning import TURN_TASK, make_turned, turn

__all__ = [
    "ALIGN_TASK",
    "CHECK_BATCH",
    "MASK_TASK",
    "PROCESS_TASK",
    "TILE_TASK",
    "TURN_TASK",
    "Piece",
    "align",
    "annotate",
    "arrived_so_far",
    "ask_erasure",
    "change_annotation",
    "change_georeference",
    "check_files",
    "clear_uploads",
    "cover",
    "cut_tiles",
    "decide_audience",
    "describe",
    "describe_document",
    "describe_many",
    "drop_erasure",
    "end_upload",
    "erase",
    "expires_at",
    "georeference",
    "hold",
    "make_again",
    "make_turned",
    "needed",
    "paint",
    "pair",
    "place",
    "place_all",
    "process",
    "receive",
    "receive_file",
    "register_document",
    "register_photo",
    "release_hold",
    "release_original",
    "remove_annotation",
    "require_own",
    "restore",
    "take_piece",
    "take_whole",
    "try_again",
    "turn",
    "unpair",
    "withdraw",
]  # fmt: skip
