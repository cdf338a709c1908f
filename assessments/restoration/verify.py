"""Verification that dossiers are what was sealed, and that decisions name dossiers that are there."""

from __future__ import annotations

from assessments.audit.verify import Verdict, check_sealed, sealed_digests
from assessments.restoration.models import Decision, Dossier, Plan


def verify_dossiers(verdict: Verdict) -> int:
    """Check every dossier against its digest, its private values, the ledger, its plan and the decisions about it.
    Returns how many there are."""
    in_ledger = sealed_digests("restoration.plan.submitted", "dossier_sha256")
    in_ledger |= sealed_digests("restoration.dossier.frozen", "dossier_sha256")
    known: set[tuple[object, str]] = set()
    count = 0
    for one in Dossier.objects.order_by("plan_id", "revision").iterator(chunk_size=200):
        count += 1
        what = f"Dossier {one.revision} of plan {one.plan_id}"
        check_sealed(what, bytes(one.canonical), one.sha256, one.private, verdict)
        if in_ledger.get((one.plan_id, one.revision), one.sha256) != one.sha256:
            verdict.problems.append(f"{what}: the ledger names another digest.")
        known.add((one.plan_id, one.sha256))
    for plan, digest in Plan.objects.exclude(dossier_sha256="").values_list("pk", "dossier_sha256"):
        if (plan, digest) not in known:
            verdict.problems.append(f"Plan {plan}: the dossier that it names is not there.")
    for id_, plan, digest in Decision.objects.values_list("pk", "plan_id", "dossier_sha256"):
        if (plan, digest) not in known:
            verdict.problems.append(f"Decision {id_}: the dossier that it is about is not there.")
    return count
