"""The dossier of a plan as PDF, in the language asked for: what was submitted, what was decided about it since, and how
anybody verifies it without an account."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import cv2
import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext, override
from PIL import Image

from assessments.audit import operations as audit
from assessments.damage.vocabulary import DAMAGE_GRADE
from assessments.evidence import queries as evidence
from assessments.evidence.models import Photo
from assessments.exchange.typesetting import ltr, own, set_pdf
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.kit.vocabulary import catalogue
from assessments.register import queries as register
from assessments.register.models import Authority
from assessments.register.vocabulary import AUTHORITY_LEVEL, MANDATE
from assessments.restoration import charts, differences, estimate_in_words, queries, vocabulary
from assessments.restoration.models import Decision, EstimateLine, Plan
from assessments.restoration.rules import Range
from assessments.templatetags.zenobia import day, moment, money, until

MOST_PICTURES = 12
SHOWN_ELSEWHERE = frozenset(
    {"title", "track", "monuments", "currency", "price_date", "estimate_class", "exchange_rates", "contingency",
     "escalation", "request_answers", "documents", "reports", "is_exercise"}
)  # fmt: skip
"""Fields of a dossier that stand in a place of their own, not among the texts of the plan."""


def write_dossier(plan_id: UUID, language: str, asker: Actor, progress: Callable[[int, int], None]) -> bytes:
    """The PDF of a plan's present dossier as this person may see it. `progress` is told how many pictures are in it."""
    with override(language):
        plan = queries.plan(asker, plan_id)
        photos = _photographs(plan, asker)
        progress(0, len(photos))
        pictures: dict[str, bytes] = {}
        shown = []
        for number, photo in enumerate(photos):
            data = _picture(photo, asker)
            if data is not None:
                pictures[f"p{number}.jpg"] = data
                alt = " · ".join(filter(None, [photo.caption or photo.filename, day(photo.taken_on or None)]))
                shown.append({"file": f"p{number}.jpg", "alt": alt})
            progress(number + 1, len(photos))
        values = _values(plan, asker) | {"language": language, "is_rtl": get_language_bidi(), "pictures": shown}
        pictures["qr.png"] = qr_code(str(values["address"]))
        return set_pdf("dossier.typ", values, pictures, made_at=clock.now())


def _photographs(plan: Plan, asker: Actor) -> list[Photo]:
    ids = {link.photo_id for report in queries.verified_reports(plan) for link in report.photo_links.all()}
    rows = evidence.photos(asker).filter(pk__in=ids, state="ready", withdrawn_at__isnull=True, erased_at__isnull=True)
    return list(rows.order_by("id")[:MOST_PICTURES])


def _picture(photo: Photo, asker: Actor) -> bytes | None:
    """A smaller picture as the asker may see it; None where there is none to be had."""
    try:
        made = evidence.derivative(asker, photo.id, "medium")
        with evidence.picture_file(made.sha256) as file:
            data = file.read()
    except NotFound:
        return None
    out = io.BytesIO()
    # Set anew as JPEG: the compiler reads no other kind that our recipes may make.
    Image.open(io.BytesIO(data)).convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()


def qr_code(text: str) -> bytes:
    """A QR code with its quiet zone, eight pixels a module, as PNG."""
    code = cv2.QRCodeEncoder.create().encode(text)
    image = Image.fromarray(np.pad(code, 2, constant_values=255)).resize(
        ((code.shape[1] + 4) * 8, (code.shape[0] + 4) * 8), Image.Resampling.NEAREST
    )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _values(plan: Plan, asker: Actor) -> dict[str, Any]:
    packages = queries.packages_of(plan)
    estimate = queries.estimate(plan, packages)
    found = queries.dossier(plan, plan.revision)
    position, head = audit.head()
    said = differences.dossier_in_words(queries.opened_dossier(found), by=asker)
    grades = queries.grades_of(plan)
    return {
        "title": plan.title, "is_exercise": plan.is_exercise, "sha256": found.sha256,
        "footer": f"{found.sha256[:32]}…",
        "address": f"{settings.PUBLIC_URL}{reverse('verify-dossier', args=[found.sha256])}",
        "kicker": f"{plan.site.label} · {vocabulary.TRACK.label(plan.track)}",
        "words": _words(),
        "facts": [
            [gettext("State"), f"{vocabulary.PLAN_STATE.label(plan.status)}, {day(plan.state_since)}"],
            [gettext("Version"), f"{plan.revision}, {moment(found.frozen_at, plan.site.time_zone)}"],
            [gettext("Monuments"), ", ".join(one.label for one in plan.monuments.all())],
        ],
        "monuments": [
            {"label": one.label, "state": _state(grades.get(one.id))} for one in plan.monuments.all()
        ],
        "reports": [
            [one.reference or "", day(one.last_seen), _method(one.method)] for one in queries.verified_reports(plan)
        ],
        "sections": [
            {"title": row.label, "text": own(row.after)}
            for row in said[0].rows if row.after not in ("", "–") and row.name not in SHOWN_ELSEWHERE
        ],
        "total": _amounts(estimate.total, plan.currency),
        "total_note": " · ".join(filter(None, [
            "P10–P90",
            vocabulary.ESTIMATE_CLASS.label(str(plan.estimate_class)) if plan.estimate_class else "",
            f"{gettext('prices of')} {day(plan.price_date)}" if plan.price_date else "",
            gettext("assumes no interruption"),
        ])),
        "sum": [
            [" · ".join(filter(None, [row.label, own(row.note)])), _amounts(row.range, plan.currency)]
            for row in estimate_in_words.sum_of(plan, estimate)
        ],
        "remarks": [
            *filter(None, [estimate_in_words.accuracy(plan, estimate)]), *estimate_in_words.exchange_rates(plan)
        ],
        "packages": [
            [own(one.title), _amounts(total, plan.currency), ltr(_days(one))]
            for one, total in estimate.by_package
        ],
        "line_tables": [
            {
                "title": own(one.title),
                "rows": [
                    [own(line.element), f"{float(line.quantity):g} {vocabulary.UNIT.label(line.unit)}",
                     _rate(line)]
                    for line in one.lines.all()
                ],
            }
            for one in packages if one.lines.all()
        ],
        "forecast": _forecast(plan, packages),
        "documents": _documents(plan, asker),
        "chain": [_body(one) for one in register.authorities_of(plan.site)],
        "decisions": [_decision(plan, one) for one in queries.decisions_on(plan)],
        "requests": [
            {
                "title": f"{one.decision} §{one.paragraph}" if one.paragraph else one.decision, "text": own(one.text),
                "answer": f"{gettext('Answer of this plan')}: {own(plan.request_answers.get(str(one.id)) or '–')}",
            }
            for one in queries.standing_requests(plan)
        ],
        "proof": [
            ["SHA-256", f"{ltr(found.sha256[:32])} {ltr(found.sha256[32:])}"], [gettext("Plan"), ltr(str(plan.id))],
            [gettext("Ledger"), ltr(f"{position} · {head.hex()[:32]}…")],
            [gettext("Made"), f"{moment(clock.now(), plan.site.time_zone)}"],
        ],
    }  # fmt: skip


def _words() -> dict[str, Any]:
    return {
        "exercise": gettext("EXERCISE, not a plan of any real authority"),
        "verify_title": gettext("Verify it without an account"),
        "verify": gettext(
            "The address behind this code says whether a dossier with this digest was frozen, and what was decided "
            "about it."
        ),
        "qr": gettext("QR code of the address at which this dossier is verified"),
        "damage": gettext("Verified damage"), "plan": gettext("Plan"), "estimate": gettext("Estimate"),
        "chain": gettext("Who has a say here"),
        "chain_head": [gettext("Authority"), gettext("Mandate"), gettext("Territory"), gettext("In office")],
        "documents": gettext("Documents"), "decisions": gettext("Decisions"), "none": gettext("None."),
        "requests": gettext("Standing requests on this track"), "proof": gettext("What proves it"),
        "report_head": [gettext("Report"), gettext("Seen"), gettext("Method")],
        "sum_head": [gettext("What"), "P10–P90"],
        "package_head": [gettext("Work package"), "P10–P90", gettext("Days")],
        "line_head": [gettext("Element"), gettext("Quantity"), gettext("Rate low / likely / high")],
        "forecast_head": ["", gettext("Cost"), gettext("Working days"), gettext("End")],
        "document_head": [gettext("Document"), "SHA-256"],
        "chart": gettext("Cost in the runs, P10 to P90 filled"),
    }  # fmt: skip


def _state(condition: Any) -> str:
    if condition is None:
        return gettext("Not assessed")
    return f"{DAMAGE_GRADE.label(condition.grade)}, {gettext('seen')} {day(condition.seen_on)}"


def _method(method: str) -> str:
    return catalogue["assessment_method"].label(method)


def _days(package: Any) -> str:
    if package.likely_days is None:
        return "–"
    return " / ".join(f"{float(one):g}" for one in (package.low_days, package.likely_days, package.high_days))


def _forecast(plan: Plan, packages: Any) -> dict[str, Any] | None:
    shown = charts.charts(plan, packages)
    if "percentiles" not in shown:
        return None
    spread, currency = shown["spread_of_cost"], shown["forecast_currency"]
    rows = [
        [
            name,
            money(Decimal(str(round(cost))), currency) if cost else "–",
            f"{days:.0f}" if days else "–",
            day(end) or "–",
        ]
        for name, cost, days, end in shown["percentiles"]
    ]
    return {
        "title": gettext("Forecast, assuming no interruption beside those stated")
        if plan.stoppages else gettext("Forecast, assuming no interruption"),
        "rows": rows,
        "columns": [
            {"x": one.x / spread.width, "y": one.y / spread.height, "width": one.width / spread.width,
             "height": one.height / spread.height, "is_likely": one.is_likely}
            for one in spread.columns
        ] if spread else [],
        "alt": "; ".join(f"{row[0]}: {row[1]}" for row in rows),
        "note": ""
        if shown["is_of_this_estimate"] else gettext("The estimate has changed since this forecast was made."),
    }  # fmt: skip


def _body(one: Authority) -> list[str]:
    """An authority with its mandate and its place in the review, its territory, and since when until when."""
    mandate = " · ".join(
        filter(None, [MANDATE.label(one.mandate), AUTHORITY_LEVEL.label(one.level) if one.level else ""])
    )
    period = "–".join([day(one.first_day), day(one.last_day)]) if one.first_day or one.last_day else ""
    return [one.label, mandate, own(one.territory), period]


def _documents(plan: Plan, asker: Actor) -> list[list[str]]:
    papers = list(plan.dossier_documents.select_related("document"))
    readable = evidence.readable_documents(asker, {one.document_id for one in papers})
    return [
        [
            f"{vocabulary.DOSSIER_DOCUMENT.label(one.purpose)}"
            + (f": {one.document.caption or one.document.filename}" if one.document_id in readable else ""),
            ltr(f"{one.document.sha256[:24]}…"),
        ]
        for one in papers
    ]


def _decision(plan: Plan, one: Decision) -> dict[str, Any]:
    title = f"{vocabulary.OUTCOME.label(one.outcome)} ({vocabulary.DECISION_KIND.label(one.kind)})"
    facts = [
        [gettext("Authority"), one.authority.label], [gettext("Day"), day(one.decided_at)],
        [gettext("Signatory"), ", ".join(filter(None, [one.signatory, one.office]))],
        [gettext("How it was taken"), vocabulary.TAKEN.label(one.taken)],
        [gettext("Dossier"), f"{gettext('version')} {one.revision} · {ltr(one.dossier_sha256[:16] + '…')}"],
    ]  # fmt: skip
    if one.instrument:
        facts.append([gettext("Instrument"), one.instrument])
    if one.valid_until:
        facts.append([gettext("Valid until"), until(one.valid_until, plan.site.time_zone)])
    return {
        "title": title, "facts": facts, "text": own(one.text),
        "stipulations": [
            f"{own(found.text)} ({vocabulary.STIPULATION_STATE.label(found.status)})" for found in one.opened.all()
        ],
    }  # fmt: skip


def _rate(line: EstimateLine) -> str:
    return ltr(f"{money(line.low_rate)} / {money(line.likely_rate)} / {money(line.high_rate, line.currency)}")


def _amounts(found: Range, currency: str) -> str:
    return ltr(f"{money(found.p10)}–{money(found.p90, currency)}")
