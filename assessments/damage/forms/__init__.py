"""What a person typed into the report's form, as the same messages that REST clients send."""

from assessments.damage.forms.findings import finding_rows, findings
from assessments.damage.forms.report import observers, person, report_patch, shown_fields

__all__ = ["finding_rows", "findings", "observers", "person", "report_patch", "shown_fields"]
