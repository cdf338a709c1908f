"""Operations that change the register."""

from assessments.register.operations.base_maps import change_base_map, record_base_map
from assessments.register.operations.changes import (
    change_authority,
    change_hazard_zone,
    change_incident,
    change_part,
    change_statement,
    change_visit,
)
from assessments.register.operations.clearances import (
    change_clearance,
    confirm_clearance,
    enter_clearance,
    record_entry_permit,
    withdraw_clearance,
    withdraw_entry_permit,
)
from assessments.register.operations.field import (
    create_visit,
    propose_incident,
    record_incident,
)
from assessments.register.operations.map_cells import COUNT_TASK, count_map_cells
from assessments.register.operations.objects import change_block, change_location, record_block, record_location
from assessments.register.operations.people import (
    appoint,
    confirm_grant,
    end_role,
    grant,
    lift_sign_in_limit,
    protect,
    reveal,
    revoke_device,
)
from assessments.register.operations.places import (
    change_monument,
    change_site,
    create_monument,
    create_part,
    create_site,
    replace_condition_intervals,
    state_hazard_regime,
)
from assessments.register.operations.proposals import accept_monument, merge_monument, split_monument
from assessments.register.operations.records import (
    StagedDocument,
    change_organisation,
    erase_filename,
    receive_document,
    record_authority,
    record_file,
    record_organisation,
    record_statement,
    set_file_gone,
    staged_document,
)
from assessments.register.operations.safety import (
    record_access_change,
    record_hazard_zone,
    report_suspicious_object,
)
from assessments.register.operations.site_plan import (
    change_site_feature,
    record_site_feature,
    record_site_features,
)

__all__ = [
    "COUNT_TASK",
    "StagedDocument",
    "accept_monument",
    "appoint",
    "change_authority",
    "change_base_map",
    "change_block",
    "change_clearance",
    "change_hazard_zone",
    "change_incident",
    "change_location",
    "change_monument",
    "change_organisation",
    "change_part",
    "change_site",
    "change_site_feature",
    "change_statement",
    "change_visit",
    "confirm_clearance",
    "confirm_grant",
    "count_map_cells",
    "create_monument",
    "create_part",
    "create_site",
    "create_visit",
    "end_role",
    "enter_clearance",
    "erase_filename",
    "grant",
    "lift_sign_in_limit",
    "merge_monument",
    "propose_incident",
    "protect",
    "receive_document",
    "record_access_change",
    "record_authority",
    "record_base_map",
    "record_block",
    "record_entry_permit",
    "record_file",
    "record_hazard_zone",
    "record_incident",
    "record_location",
    "record_organisation",
    "record_site_feature",
    "record_site_features",
    "record_statement",
    "replace_condition_intervals",
    "report_suspicious_object",
    "reveal",
    "revoke_device",
    "set_file_gone",
    "split_monument",
    "staged_document",
    "state_hazard_regime",
    "withdraw_clearance",
    "withdraw_entry_permit",
]
