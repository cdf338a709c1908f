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

__all__ = [
    "AccessChange",
    "Authority",
    "Block",
    "Clearance",
    "ConditionInterval",
    "EntryPermit",
    "HazardZone",
    "Incident",
    "IncidentMonument",
    "Location",
    "Membership",
    "Monument",
    "NameWord",
    "Named",
    "Part",
    "Site",
    "Statement",
    "StoredFile",
    "Visit",
    "VisitMember",
    "WordsOf",
]
