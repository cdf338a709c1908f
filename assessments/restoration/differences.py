"""What a dossier says, in words: alone, or beside an earlier one of the same plan, by field and by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.damage.models import DamageReport
from assessments.evidence import queries as evidence
from assessments.kit.actor import Actor
from assessments.kit.seal import Opened
from assessments.kit.side_by_side import Row, Section, filled
from assessments.register.models import Monument
from assessments.restoration import estimate_in_words, vocabulary
from assessments.restoration.models import StandingRequest
from assessments.templatetags.zenobia import day, money, stoppage, when

Document = Mapping[str, Any]

FIELDS = {
    "title": gettext_noop("Title"),
    "track": gettext_noop("Track"),
    "monuments": gettext_noop("Monuments"),
    "objectives": gettext_noop("Objectives"),
    "approach": gettext_noop("Method"),
    "currency": gettext_noop("Currency"),
    "price_date": gettext_noop("Prices of"),
    "estimate_class": gettext_noop("Definition level"),
    "basis_of_estimate": gettext_noop("Basis of the estimate"),
    "exchange_rates": gettext_noop("Exchange rates"),
    "contingency": gettext_noop("Contingency"),
    "escalation": gettext_noop("Rising prices"),
    "crews": gettext_noop("Crews"),
    "stoppages": gettext_noop("Seasons and stoppages"),
    "phases": gettext_noop("Phases"),
    "options_appraisal": gettext_noop("Options considered"),
    "original_fabric_share": gettext_noop("Share of original fabric"),
    "begun_on": gettext_noop("Begun without authorisation"),
    "age_override": gettext_noop("Why older assessments count"),
    "request_answers": gettext_noop("Answers to standing requests"),
    "documents": gettext_noop("Documents"),
    "reports": gettext_noop("Verified reports"),
    "is_exercise": gettext_noop("Exercise"),
}
PACKAGE_FIELDS = {
    "title": gettext_noop("Title"),
    "description": gettext_noop("Description"),
    "duration_days": gettext_noop("Working days, low – likely – high"),
    "crew": gettext_noop("Crew"),
    "phase": gettext_noop("Phase"),
    "depends_on": gettext_noop("After"),
}


def dossier_in_words(after: Opened, before: Opened | None = None, *, by: Actor) -> list[Section]:
    """A dossier whole, every field in words; beside an earlier one if one is given."""
    names = _names([after.document, *([before.document] if before else [])], by)

    def row(label: str, name: str) -> Row:
        was = _in_words(before, name, names) if before else None
        return Row(_(label), _in_words(after, name, names), was, name)

    found = [Section("", filled(row(label, name) for name, label in FIELDS.items()))]
    earlier = _by_id(before.document.get("packages")) if before else {}
    later = _by_id(after.document.get("packages"))
    both = dict.fromkeys([*later, *earlier])
    has_before = before is not None
    return found + [_package(later.get(one), earlier.get(one), names, has_before=has_before) for one in both]


def _by_id(rows: Any) -> dict[str, Document]:
    return {str(one["id"]): one for one in rows or []}


def _package(now: Document | None, was: Document | None, names: Mapping[str, str], *, has_before: bool) -> Section:
    rows = []
    for name, label in PACKAGE_FIELDS.items():
        texts = [_package_value(name, one, names) for one in (now, was)]
        rows.append(Row(_(label), texts[0], texts[1] if has_before else None))
    lines, old = _by_id((now or {}).get("lines")), _by_id((was or {}).get("lines"))
    rows += [
        Row(_("Line"), _line(lines.get(id_)), _line(old.get(id_)) if has_before else None)
        for id_ in dict.fromkeys([*lines, *old])
    ]
    title = f"{_('Work package')}: {(now or was or {}).get('title')}"
    return Section(title, filled(rows), is_new=has_before and was is None, is_gone=now is None)


def _package_value(name: str, package: Document | None, names: Mapping[str, str]) -> str:
    value = (package or {}).get(name)
    if name == "duration_days":
        return " – ".join(f"{float(one):g}" for one in value or [] if one is not None)
    if name == "depends_on":
        return ", ".join(names.get(str(one), str(one)) for one in value or [])
    return str(value or "")


def _line(line: Document | None) -> str:
    if not line:
        return ""
    rate = " – ".join(money(Decimal(str(one))) for one in line["rate"])
    if line.get("currency"):
        rate = f"{rate} {line['currency']}"
    facts = [
        vocabulary.LINE_CATEGORY.label(line["category"]), line["element"],
        f"{float(line['quantity']):g} {line['unit']}", rate, line.get("rate_source") or "", day(line.get("rate_date")),
    ]  # fmt: skip
    return " · ".join(filter(None, facts))


def _names(documents: list[Document], by: Actor) -> dict[str, str]:
    """What the ids in these documents are called, as far as the reader may know."""
    monuments = {one for document in documents for one in document.get("monuments") or []}
    requests = {one for document in documents for one in document.get("request_answers") or {}}
    papers = {one["document"] for document in documents for one in document.get("documents") or []}
    reports = {one["id"] for document in documents for one in document.get("reports") or []}
    found = {str(one.pk): one.label for one in Monument.objects.filter(pk__in=monuments)}
    found |= {str(one.pk): one.reference or "" for one in DamageReport.objects.filter(pk__in=reports)}
    found |= {
        str(one.pk): f"{one.decision} §{one.paragraph}" if one.paragraph else one.decision
        for one in StandingRequest.objects.filter(pk__in=requests)
    }
    found |= {str(one.pk): one.caption or one.filename for one in evidence.documents(by).filter(pk__in=papers)}
    for document in documents:
        found |= {str(one["id"]): one["title"] for one in document.get("packages") or []}
    return found


def _in_words(found: Opened, name: str, names: Mapping[str, str]) -> str:
    if name in found.erased:
        return _("erased")
    value = found.document.get(name)
    if value in (None, "", [], {}):
        return "–"
    if name == "exchange_rates":
        return "\n".join(estimate_in_words.exchange_rate(one, found.document["currency"]) for one in value)
    in_words = _FORMATTERS.get(name)
    return in_words(value, names) if in_words else str(value)


_FORMATTERS: dict[str, Callable[[Any, Mapping[str, str]], str]] = {
    "track": lambda value, _names: vocabulary.TRACK.label(value),
    "monuments": lambda value, names: ", ".join(names.get(str(one), str(one)) for one in value),
    "price_date": lambda value, _names: day(value),
    "contingency": lambda value, _names: estimate_in_words.contingency(value),
    "escalation": lambda value, _names: estimate_in_words.escalation(value),
    "stoppages": lambda value, _names: "; ".join(stoppage(one) for one in value),
    "crews": lambda value, _names: ", ".join(f"{name}: {teams}" for name, teams in sorted(value.items())),
    "phases": lambda value, _names: ", ".join(value),
    "begun_on": lambda value, _names: when(value),
    "request_answers": lambda value, names: "\n".join(
        f"{names.get(one, one)}: {answer}" for one, answer in sorted(value.items())
    ),
    "documents": lambda value, names: "\n".join(
        f"{vocabulary.DOSSIER_DOCUMENT.label(one['purpose'])}: {names.get(one['document'], one['document'])} "
        f"({one['sha256'][:12]}…)"
        for one in value
    ),
    "is_exercise": lambda value, _names: _("yes") if value else _("no"),
    "reports": lambda value, names: ", ".join(
        f"{names.get(one['id'], one['id'])} ({_('submission')} {one['revision']})" for one in value
    ),
}
