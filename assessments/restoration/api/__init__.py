"""REST views of plans."""

from assessments.restoration.api.forecasts import PlanForecast
from assessments.restoration.api.packages import LineDetail, Lines, PackageDetail, Packages
from assessments.restoration.api.plans import (
    Decisions,
    DossierBytes,
    DossierFile,
    DossierList,
    Estimate,
    PassPlan,
    PlanDetail,
    PlanList,
    SendBackPlan,
    SubmitPlan,
    WithdrawPlan,
)

__all__ = [
    "Decisions",
    "DossierBytes",
    "DossierFile",
    "DossierList",
    "Estimate",
    "LineDetail",
    "Lines",
    "PackageDetail",
    "Packages",
    "PassPlan",
    "PlanDetail",
    "PlanForecast",
    "PlanList",
    "SendBackPlan",
    "SubmitPlan",
    "WithdrawPlan",
]
