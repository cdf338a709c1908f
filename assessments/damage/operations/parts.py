"""The parts that a report saw, as rows of the register: found by id or by name, else proposed."""

from __future__ import annotations

from uuid import UUID

from assessments.damage.models import DamageReport
from assessments.damage.operations.validation import part_ids
from assessments.kit import ids
from assessments.kit.actor import Actor
from assessments.kit.names import folded
from assessments.register import operations as register
from assessments.register import policy
from assessments.register.messages import Name, PartIn
from assessments.register.models import Part
from assessments.register.roles import May


def propose_parts(report: DamageReport, by: Actor) -> list[UUID]:
    """The parts on the register that `seen` names, each once. Words that no part of the monument has are proposed as a
    part, by whoever may propose."""
    if not report.seen:
        return []
    named: dict[str, UUID] = {}
    for one in Part.objects.filter(monument_id=report.monument_id).order_by("provisional", "id"):
        for name in one.names:
            named.setdefault(folded(name["text"]), one.id)
    found: list[UUID] = []
    for words in report.seen:
        known = part_ids([words])
        part = known[0] if known else named.get(folded(words))
        if part is None and policy.may(by, May.PROPOSE, report.site_id):
            part = named[folded(words)] = _proposed(report, words, by)
        if part is not None:
            found.append(part)
    return list(dict.fromkeys(found))


def _proposed(report: DamageReport, words: str, by: Actor) -> UUID:
    message = PartIn(id=ids.uuid7(), monument=report.monument_id, names=[Name(words[:200], report.language)],
                     provisional=True)  # fmt: skip
    return register.create_part(message, by=by).id
