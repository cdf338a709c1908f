"""Forms of the register: about ground and incidents read by hand, its entries (`entries.py`) by Django's forms."""

from assessments.register.forms.ground import access_change, clearance, entry_permit, hazard_regime, hazard_zone
from assessments.register.forms.incident import claim_rows, incident, typed_claims

__all__ = [
    "access_change",
    "claim_rows",
    "clearance",
    "entry_permit",
    "hazard_regime",
    "hazard_zone",
    "incident",
    "typed_claims",
]
