"""HTML views in which the register is kept. Each saves by the operation that REST uses."""

from assessments.desk.entries.base_maps import base_maps, edit_base_map, new_base_map
from assessments.desk.entries.blocks import block, blocks, edit_block, new_block
from assessments.desk.entries.bodies import (
    authorities,
    edit_authority,
    edit_organisation,
    edit_statement,
    new_authority,
    new_organisation,
    new_statement,
    organisations,
)
from assessments.desk.entries.crumbs import (
    METHODS,
)
from assessments.desk.entries.objects import (
    description,
    edit_location,
    new_location,
)
from assessments.desk.entries.places import (
    MAX_SITES_OFFERED,
    edit_monument,
    edit_part,
    edit_site,
    new_monument,
    new_part,
    new_site,
)
from assessments.desk.entries.site_plan import edit_site_feature, import_site_plan, new_site_feature, site_plan

__all__ = [
    "MAX_SITES_OFFERED",
    "METHODS",
    "authorities",
    "base_maps",
    "block",
    "blocks",
    "description",
    "edit_authority",
    "edit_base_map",
    "edit_block",
    "edit_location",
    "edit_monument",
    "edit_organisation",
    "edit_part",
    "edit_site",
    "edit_site_feature",
    "edit_statement",
    "import_site_plan",
    "new_authority",
    "new_base_map",
    "new_block",
    "new_location",
    "new_monument",
    "new_organisation",
    "new_part",
    "new_site",
    "new_site_feature",
    "new_statement",
    "organisations",
    "site_plan",
]
