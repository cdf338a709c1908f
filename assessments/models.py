"""Index of all tables: imports, nothing else."""

from assessments.audit.models import Epoch, HistoryEntry, HistoryPrivate, LedgerRow, Pending
from assessments.damage.models import (
    Adjudication,
    DamageReport,
    Factor,
    Finding,
    FindingAnnotation,
    ReferenceCounter,
    ReportPhoto,
    ReportSnapshot,
    ReviewClaim,
    ReviewNote,
)
from assessments.evidence.models import (
    Annotation,
    CustodyEntry,
    Derivative,
    Document,
    Erasure,
    Hold,
    Mask,
    Pair,
    Photo,
    Pyramid,
)
from assessments.exchange.models import Bundle
from assessments.kit.keyed import KeptAnswer
from assessments.people.models import Device, KeptMail, Organisation, User
from assessments.register.models import (
    AccessChange,
    Authority,
    Clearance,
    ConditionInterval,
    HazardZone,
    Incident,
    Location,
    Membership,
    Monument,
    Part,
    Site,
    Statement,
    StoredFile,
    Visit,
    VisitMember,
)
from assessments.restoration.models import Decision, Dossier, EstimateLine, Plan, PlanEdit, WorkPackage
from assessments.sync.models import Receipt

__all__ = [
    "AccessChange", "Adjudication", "Annotation", "Authority", "Bundle", "Clearance", "ConditionInterval",
    "CustodyEntry", "DamageReport", "Decision", "Derivative", "Device", "Document", "Dossier", "Epoch", "Erasure",
    "EstimateLine", "Factor", "Finding", "FindingAnnotation", "HazardZone", "HistoryEntry", "HistoryPrivate", "Hold",
    "Incident", "KeptAnswer", "KeptMail", "LedgerRow", "Location", "Mask", "Membership", "Monument", "Organisation",
    "Pair", "Part", "Pending", "Photo", "Plan", "PlanEdit", "Pyramid", "Receipt", "ReferenceCounter", "ReportPhoto",
    "ReportSnapshot", "ReviewClaim", "ReviewNote", "Site", "Statement", "StoredFile", "User", "Visit", "VisitMember",
    "WorkPackage",
]  # fmt: skip
