"""Forms of the register's entries."""

from assessments.register.forms.entries.base_maps import BaseMapForm
from assessments.register.forms.entries.bodies import (
    AuthorityForm,
    OrganisationForm,
    StatementCorrection,
    StatementForm,
)
from assessments.register.forms.entries.entry import (
    LANGUAGES,
    EntryForm,
    external_ids_field,
    names_field,
)
from assessments.register.forms.entries.objects import (
    BlockForm,
    LocationForm,
)
from assessments.register.forms.entries.places import (
    OBJECT_ID_FIELDS,
    OBJECT_ID_LABELS,
    MonumentForm,
    PartForm,
    SiteForm,
)
from assessments.register.forms.entries.site_plan import SiteFeatureForm

__all__ = [
    "LANGUAGES",
    "OBJECT_ID_FIELDS",
    "OBJECT_ID_LABELS",
    "AuthorityForm",
    "BaseMapForm",
    "BlockForm",
    "EntryForm",
    "LocationForm",
    "MonumentForm",
    "OrganisationForm",
    "PartForm",
    "SiteFeatureForm",
    "SiteForm",
    "StatementCorrection",
    "StatementForm",
    "external_ids_field",
    "names_field",
]
