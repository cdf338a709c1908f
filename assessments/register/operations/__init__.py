"""Verbs that change the register, filed by noun."""

from assessments.register.operations.changes import (
    change_authority,
    change_hazard_zone,
    change_incident,
    change_location,
    change_part,
    change_statement,
    change_visit,
)
from assessments.register.operations.field import (
    create_visit,
    propose_incident,
    record_incident,
)
from assessments.register.operations.people import appoint, confirm_grant, end_role, grant, protect, reveal
from assessments.register.operations.places import (
    change_monument,
    change_site,
    create_monument,
    create_part,
    create_site,
    note_condition,
    record_location,
)
from assessments.register.operations.proposals import accept_monument, merge_monument, split_monument
from assessments.register.operations.records import (
    Document,
    forget_file,
    know_file,
    mark_file,
    receive_document,
    record_authority,
    record_statement,
    staged_document,
)
from assessments.register.operations.safety import (
    confirm_clearance,
    enter_clearance,
    record_access_change,
    record_hazard_zone,
    report_suspicious_object,
)

__all__ = [
    "Document",
    "accept_monument",
    "appoint",
    "change_authority",
    "change_hazard_zone",
    "change_incident",
    "change_location",
    "change_monument",
    "change_part",
    "change_site",
    "change_statement",
    "change_visit",
    "confirm_clearance",
    "confirm_grant",
    "create_monument",
    "create_part",
    "create_site",
    "create_visit",
    "end_role",
    "enter_clearance",
    "forget_file",
    "grant",
    "know_file",
    "mark_file",
    "merge_monument",
    "note_condition",
    "propose_incident",
    "protect",
    "receive_document",
    "record_access_change",
    "record_authority",
    "record_hazard_zone",
    "record_incident",
    "record_location",
    "record_statement",
    "report_suspicious_object",
    "reveal",
    "split_monument",
    "staged_document",
]
