"""Read-only, searchable admin lists of reports, photographs and history entries."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from assessments.audit.models import HistoryEntry
from assessments.audit.verbs import verb_text
from assessments.audit.vocabulary import VIA
from assessments.damage.models import DamageReport
from assessments.damage.vocabulary import DAMAGE_GRADE, METHOD, REPORT_STATUS
from assessments.evidence.models import Photo
from assessments.evidence.vocabulary import PHOTO_STATE
from assessments.register.admin import ForAdministrators


@admin.register(DamageReport)
class ReportAdmin(ForAdministrators):
    list_display = ("reference", "monument", "damage", "status", "submitted_at", "verified_at")
    list_filter = ("status", "damage", "method")
    list_select_related = ("monument",)
    search_fields = ("reference",)
    labels: ClassVar = {
        "reference": _("Reference"), "monument": _("Monument"), "damage": _("Damage"), "status": _("State"),
        "method": _("Method"), "submitted_at": _("Submitted on"), "verified_at": _("Verified on"),
    }  # fmt: skip
    terms: ClassVar = {"damage": DAMAGE_GRADE, "status": REPORT_STATUS, "method": METHOD}


@admin.register(Photo)
class PhotoAdmin(ForAdministrators):
    list_display = ("filename", "site", "state", "reason", "received_at")
    list_filter = ("state",)
    list_select_related = ("site",)
    search_fields = ("filename", "sha256")
    exclude = ("created_with",)
    labels: ClassVar = {
        "filename": _("File"), "site": _("Site"), "state": _("State"), "reason": _("Why"), "received_at": _("Received"),
    }  # fmt: skip
    terms: ClassVar = {"state": PHOTO_STATE}


@admin.register(HistoryEntry)
class HistoryAdmin(ForAdministrators):
    list_display = ("occurred_at", "what", "subject_id", "actor_code", "via")
    list_filter = ("via",)
    search_fields = ("subject_id",)
    exclude = ("canonical", "digest")
    ordering = ("-id",)
    labels: ClassVar = {
        "occurred_at": _("Time"), "subject_id": _("Of the id"), "actor_code": _("Who"), "via": _("How it came"),
    }  # fmt: skip
    terms: ClassVar = {"via": VIA}

    @admin.display(description=_("What"), ordering="verb")
    def what(self, row: HistoryEntry) -> str:
        return verb_text(row.verb)
