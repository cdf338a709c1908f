"""Parses the report's HTML form into the same messages that REST clients send."""

from assessments.damage.forms.findings import finding_rows, findings, typed_rows
from assessments.damage.forms.report import form_values, observers, person, report_patch, seen_parts

__all__ = ["finding_rows", "findings", "form_values", "observers", "person", "report_patch", "seen_parts", "typed_rows"]
