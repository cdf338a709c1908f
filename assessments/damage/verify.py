"""Verification that submitted reports are what was sealed, and that none is missing."""

from __future__ import annotations

from assessments.audit.verify import Verdict, check_sealed, sealed_digests
from assessments.damage.models import DamageReport, ReportSnapshot


def verify_submissions(verdict: Verdict) -> int:
    """Check every submission against its digest, its private values and the ledger. Returns how many there are."""
    in_ledger = sealed_digests("damage.report.submitted", "sha256")
    expected = dict(DamageReport.objects.filter(revision__gt=0).values_list("pk", "revision"))
    seen: dict[object, int] = {}
    count = 0
    for one in ReportSnapshot.objects.order_by("report_id", "number").iterator(chunk_size=500):
        count += 1
        what = f"Submission {one.number} of report {one.report_id}"
        check_sealed(what, bytes(one.canonical), one.sha256, one.private, verdict)
        if in_ledger.pop((one.report_id, one.number), one.sha256) != one.sha256:
            verdict.problems.append(f"{what}: the ledger names another digest.")
        seen[one.report_id] = seen.get(one.report_id, 0) + 1
    for report, revision in expected.items():
        if seen.get(report, 0) != revision:
            verdict.problems.append(f"Report {report}: {seen.get(report, 0)} of {revision} submissions are there.")
    return count
