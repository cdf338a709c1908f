"""Forms of restoration."""

from assessments.restoration.forms.decisions import Deciding, decided_sentence, decision_context, read_back, step
from assessments.restoration.forms.plans import LineForm, PackageForm, PlanForm
from assessments.restoration.forms.standing import (
    DeputationForm,
    FoundWorksForm,
    FundingForm,
    StandingRequestForm,
    WorksForm,
)

__all__ = [
    "Deciding",
    "DeputationForm",
    "FoundWorksForm",
    "FundingForm",
    "LineForm",
    "PackageForm",
    "PlanForm",
    "StandingRequestForm",
    "WorksForm",
    "decided_sentence",
    "decision_context",
    "read_back",
    "step",
]
