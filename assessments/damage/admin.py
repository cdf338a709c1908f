"""Read-only, searchable admin lists of reports, photographs and history entries."""

from __future__ import annotations

from django.contrib import admin

from assessments.audit.models import HistoryEntry
from assessments.damage.models import DamageReport
from assessments.evidence.models import Photo
from assessments.register.admin import ForAdministrators


@admin.register(DamageReport)
class ReportAdmin(ForAdministrators):
    list_display = ("reference", "monument", "damage", "status", "submitted_at", "verified_at")
    list_filter = ("status", "damage", "method")
    list_select_related = ("monument",)
    search_fields = ("reference",)


@admin.register(Photo)
class PhotoAdmin(ForAdministrators):
    list_display = ("filename", "site", "state", "because", "received_at")
    list_filter = ("state",)
    list_select_related = ("site",)
    search_fields = ("filename", "sha256")
    exclude = ("created_with",)


@admin.register(HistoryEntry)
class HistoryAdmin(ForAdministrators):
    list_display = ("occurred_at", "verb", "subject_kind", "subject_id", "actor_code", "via")
    list_filter = ("via", "subject_kind")
    search_fields = ("subject_id",)
    exclude = ("canonical", "digest")
    ordering = ("-id",)
