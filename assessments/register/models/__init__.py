"""Models of the register. Constraint names are sentences, because users read them when PostgreSQL rejects a row."""

from assessments.register.models.bodies import (
    Authority,
    Statement,
)
from assessments.register.models.field import (
    Incident,
    IncidentMonument,
    Visit,
    VisitMember,
)
from assessments.register.models.ground import (
    AccessChange,
    Clearance,
    EntryPermit,
    HazardZone,
)
from assessments.register.models.map_cells import Audience, MapCell, UncountedSite
from assessments.register.models.objects import (
    Block,
    Location,
    StoredFile,
)
from assessments.register.models.people import (
    Membership,
)
from assessments.register.models.places import (
    ConditionInterval,
    Monument,
    Named,
    NameWord,
    Part,
    Site,
    WordsOf,
)
from assessments.register.models.site_plan import BaseMap, SiteFeature

__all__ = [
    "AccessChange",
    "Audience",
    "Authority",
    "BaseMap",
    "Block",
    "Clearance",
    "ConditionInterval",
    "EntryPermit",
    "HazardZone",
    "Incident",
    "IncidentMonument",
    "Location",
    "MapCell",
    "Membership",
    "Monument",
    "NameWord",
    "Named",
    "Part",
    "Site",
    "SiteFeature",
    "Statement",
    "StoredFile",
    "UncountedSite",
    "Visit",
    "VisitMember",
    "WordsOf",
]
