"""What somebody reads of a plan before they judge it: the same on the site's page and in the administration."""

from __future__ import annotations

from typing import Any

from assessments.audit.queries import history_of
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.people.queries import with_display_names
from assessments.restoration import charts, estimate_in_words, queries, sentences
from assessments.restoration.models import Plan
from assessments.restoration.workflow import PATHS


def context(plan: Plan, by: Actor) -> dict[str, Any]:
    """Context of the templates that both pages include."""
    packages = queries.packages_of(plan)
    estimate, decisions = queries.estimate(plan, packages), queries.decisions_on(plan)
    changes = queries.basis_changes(plan)
    papers = list(plan.dossier_documents.select_related("document"))
    readable = evidence.readable_documents(by, {one.document_id for one in papers})
    return {
        **charts.charts(plan, packages),
        **estimate_in_words.context(plan, estimate),
        "plan": plan,
        "packages": packages,
        "monuments": list(plan.monuments.all()),
        "grades": queries.grades_of(plan),
        "reports": queries.verified_reports(plan),
        "decisions": decisions,
        "contradictions": queries.contradictions(decisions),
        "stipulations": queries.stipulations_of(plan),
        "documents": [(one, one.document_id in readable) for one in papers],
        "funding": queries.funding_of(plan, estimate.total.expected),
        "requests": [(one, plan.request_answers.get(str(one.id), "")) for one in queries.standing_requests(plan)],
        "changes": [(one, sentences.change(one.code)) for one in changes],
        "seen": queries.seen_changes(changes),
        "next_gates": sentences.next_gates(plan),
        "holder": queries.holder(plan),
        "path": path_of(plan),
        "history": with_display_names(history_of("plan", plan.id)),
    }  # fmt: skip


def path_of(plan: Plan) -> list[tuple[str, str]]:
    """The states on a plan's way, each `done`, `now` or `ahead`; a state beside the way stands last, as `now`."""
    full = PATHS["world_heritage" if queries.is_on_the_list(plan.site) else "national"]
    # First aid may go through the full review as well, once it is endorsed.
    is_short = plan.track == "emergency" and (plan.status not in full or plan.status in PATHS["emergency"])
    way = PATHS["emergency"] if is_short else full
    if plan.status not in way:
        return [*((one, "ahead") for one in way), (plan.status, "now")]
    at = way.index(plan.status)
    return [(one, "done" if place < at else "now" if place == at else "ahead") for place, one in enumerate(way)]
