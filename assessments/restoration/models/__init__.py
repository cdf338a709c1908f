"""Tables of restoration."""

from assessments.restoration.models.decisions import (
    ConflictOfInterest,
    Decision,
    Deputation,
    Dossier,
    EnteredDecision,
    Reminder,
    Stipulation,
)
from assessments.restoration.models.estimates import EstimateLine, Forecast, WorkPackage
from assessments.restoration.models.plans import FundingSource, Plan, PlanDocument, PlanEdit, StandingRequest

__all__ = [
    "ConflictOfInterest",
    "Decision",
    "Deputation",
    "Dossier",
    "EnteredDecision",
    "EstimateLine",
    "Forecast",
    "FundingSource",
    "Plan",
    "PlanDocument",
    "PlanEdit",
    "Reminder",
    "StandingRequest",
    "Stipulation",
    "WorkPackage",
]
