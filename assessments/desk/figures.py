"""The figures of a site, as its director shows them: damage by grade, over time, by cause, attribute and area; reports;
plans and their money. Every figure says of how many it speaks, and leads to the rows behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from assessments.damage import queries as damage
from assessments.damage.rules import GRADE_NUMBER
from assessments.damage.vocabulary import CAUSE, DAMAGE_GRADE, NOT_ASSESSED, REPORT_STATUS
from assessments.desk import site_cards
from assessments.desk.site_pages import head_of
from assessments.exchange.csv_export import csv_lines
from assessments.kit import as_of
from assessments.kit.actor import OUTSIDER, Actor
from assessments.kit.as_of import Viewpoint
from assessments.kit.errors import NotFound
from assessments.kit.middleware import policy_with
from assessments.people.authentication import actor_of
from assessments.register import queries as register
from assessments.register.models import Site
from assessments.restoration import queries as restoration
from assessments.templatetags.zenobia import in_language, money

STAGES: dict[str, tuple[str, ...]] = {
    "planned": (
        "draft", "internal_review", "national_review", "revision_requested", "nationally_endorsed", "transmitted_whc",
        "advisory_review", "advice_received", "committee_pending", "review_concluded",
    ),
    "authorised": ("permit_issued",),
    "at_work": ("in_progress", "suspended", "begun_without_authorisation"),
    "done": ("completed", "closed"),
}  # fmt: skip
"""Where the states of a plan stand on the way; those that ended otherwise are counted apart."""


@dataclass(frozen=True, slots=True)
class Row:
    """A number of a figure: `of` is its denominator, `url` leads to what it counts, `grade` colours it."""

    label: str
    value: float
    code: str = ""
    of: float | None = None
    url: str = ""
    grade: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """`kind`: "bars" of `rows`, or the "course" of grades over time: `steps` are days with the count of each grade, and
    last of what was not assessed."""

    key: str
    title: str
    sentence: str
    rows: list[Row] = field(default_factory=list)
    kind: str = "bars"
    steps: list[tuple[str, list[int]]] = field(default_factory=list)

    @property
    def drawn(self) -> dict[str, Any]:
        """What the browser draws it from."""
        return {"kind": self.kind, "rows": [asdict(one) for one in self.rows], "steps": self.steps}


def figures_of(actor: Actor, site: Site, moment: Viewpoint) -> list[Figure]:
    """Those of a site that have anything to say to this reader, on the day looked at."""
    summary = damage.summary(actor, site, moment.on, moment.known_at)
    found: list[Figure | None] = [_grades(site, summary)]
    if moment.is_today:
        found += [_causes(actor, site, summary, moment), _course(actor, site, summary, moment)]
    found += [_attributes(summary), _area(summary)]
    if moment.is_now:
        found += [_reports(actor, site), *_plans(actor, site)]
    return [one for one in found if one is not None and (one.rows or one.steps)]


def _listed(site: Site, **filters: str) -> str:
    return f"{reverse('site', args=[site.id])}?{urlencode(filters)}"


def _reports_listed(site: Site, **filters: str) -> str:
    return f"{reverse('reports')}?{urlencode({'site': str(site.id), **filters})}"


def _grades(site: Site, summary: damage.Summary) -> Figure:
    rows = [
        Row(DAMAGE_GRADE.label(grade), count, grade, summary.on_list, _listed(site, damage=grade), grade)
        for grade, count in summary.by_grade.items()
    ]
    words = NOT_ASSESSED.label("not_assessed")
    rows.append(Row(words, summary.not_assessed, "not_assessed", summary.on_list, _listed(site, damage="not_assessed")))
    sentence = _("%(assessed)s of %(listed)s monuments on the list are assessed.")
    if not site.list_is_complete:
        sentence += " " + _("The list of monuments is not complete.")
    return Figure(
        "grades", _("Monuments by damage"), sentence % {"assessed": summary.assessed, "listed": summary.on_list},
        rows if summary.on_list else [],
    )  # fmt: skip


def _course(actor: Actor, site: Site, summary: damage.Summary, moment: Viewpoint) -> Figure | None:
    steps = damage.grade_history(actor, site, moment.on)
    if not steps or not summary.on_list:
        return None
    drawn = [
        (one.since.isoformat(), [*one.by_grade.values(), summary.on_list - sum(one.by_grade.values())]) for one in steps
    ]
    drawn.append((moment.on.isoformat(), drawn[-1][1]))
    sentence = _(
        "Of the %(listed)s monuments on the list today, by the day on which their state was seen, as known now."
    )
    return Figure("course", _("Damage over time"), sentence % {"listed": summary.on_list}, kind="course", steps=drawn)


def _causes(actor: Actor, site: Site, summary: damage.Summary, moment: Viewpoint) -> Figure:
    rows = [
        Row(CAUSE.label(cause), count, cause, summary.assessed, _reports_listed(site, cause=cause))
        for cause, count in damage.causes(actor, site, moment.on).items()
    ]
    sentence = _("Of %(n)s assessed monuments; one stands under each cause that the report behind its state names.")
    return Figure("causes", _("Monuments by cause"), sentence % {"n": summary.assessed}, rows)


def _attributes(summary: damage.Summary) -> Figure:
    rows = [
        Row(in_language(dict(one.text)), one.damaged, one.code, one.assessed)
        for one in summary.attributes
        if one.assessed
    ]
    sentence = _(
        "Damaged monuments among the assessed ones that convey each attribute: a count, no measure of the value."
    )
    return Figure("attributes", _("By attribute of Outstanding Universal Value"), sentence, rows)


def _area(summary: damage.Summary) -> Figure | None:
    area = summary.by_area
    if area is None:
        return None
    rows = [
        Row(
            DAMAGE_GRADE.label(grade),
            float(amount),
            grade,
            float(area.total_m2),
            "",
            grade,
            f"{floatformat(amount, '0g')} m²",
        )
        for grade, amount in area.by_grade.items()
        if amount
    ]  # fmt: skip
    sentence = _("In square metres, over the %(n)s of %(list)s monuments whose area is on file.")
    return Figure("area", _("By area"), sentence % {"n": area.with_area, "list": area.on_list}, rows)


def _reports(actor: Actor, site: Site) -> Figure:
    counted: Mapping[str, int] = dict(
        damage.reports(actor, site=site.id).order_by().values_list("status").annotate(n=Count("pk"))
    )
    told = [one for one in REPORT_STATUS.ids if one not in ("draft", "withdrawn") and counted.get(one)]
    total = sum(counted[one] for one in told)
    rows = [Row(REPORT_STATUS.label(one), counted[one], one, total, _reports_listed(site, status=one)) for one in told]
    sentence = _("Of %(n)s reports that were submitted and not withdrawn.")
    return Figure("reports", _("Reports, verified against waiting"), sentence % {"n": total}, rows)


def _plans(actor: Actor, site: Site) -> Iterator[Figure]:
    """How many plans stand where, and their money; one figure of money for each currency."""
    plans = restoration.with_money(restoration.plans(actor, site=site.id).exclude(status="superseded"))
    stage_of = {state: stage for stage, states in STAGES.items() for state in states}
    counted = Counter(stage_of.get(one.status, "ended") for one, _expected, _secured in plans)
    words = {
        "planned": _("Planned or under review"), "authorised": _("Authorised"), "at_work": _("At work"),
        "done": _("Done"), "ended": _("Ended otherwise"),
    }  # fmt: skip
    rows = [Row(words[one], counted[one], one, len(plans), _restoration(site)) for one in words if counted[one]]
    yield Figure("plans", _("Plans of restoration"), _("Of %(n)s plans that you may see.") % {"n": len(plans)}, rows)
    live = [(one, expected, secured) for one, expected, secured in plans if one.status in stage_of]
    for currency in sorted({one.currency for one, _expected, _secured in live}):
        own = [(one.status, expected, secured) for one, expected, secured in live if one.currency == currency]
        yield _money(site, currency, own, stage_of)


def _money(site: Site, currency: str, plans: list[tuple[str, Decimal, Decimal]], stage_of: dict[str, str]) -> Figure:
    total = sum((expected for _status, expected, _secured in plans), Decimal(0))
    agreed = ("authorised", "at_work", "done")
    sums = {
        _("Estimated"): total,
        _("Authorised or beyond"): sum((cost for status, cost, _s in plans if stage_of[status] in agreed), Decimal(0)),
        _("Funds committed or received"): sum((secured for _status, _cost, secured in plans), Decimal(0)),
        _("Done"): sum((cost for status, cost, _s in plans if stage_of[status] == "done"), Decimal(0)),
    }
    rows = [
        Row(label, float(amount), "", float(total), _restoration(site), shown=money(amount, currency))
        for label, amount in sums.items()
    ]
    sentence = _("In %(currency)s, by the estimates of %(n)s plans; preliminary where a plan is.")
    return Figure(
        f"money-{currency}", _("Money"), sentence % {"currency": currency, "n": len(plans)}, rows if total else []
    )


def _restoration(site: Site) -> str:
    return reverse("site-restoration", args=[site.id])


# Pages


def _site_for(request: HttpRequest, id: UUID) -> Site:
    """A site whose figures this reader may see: with an account those of any visible site, else those it publishes."""
    actor = actor_of(request)
    site = register.site(actor, id)
    if not actor.user_id and not site.publishes_figures:
        raise NotFound
    return site


@require_GET
def figures(request: HttpRequest, id: UUID) -> HttpResponse:
    actor, site = actor_of(request), _site_for(request, id)
    head = head_of(request, site)
    context = head | {
        "figures": figures_of(actor, site, head["moment"]),
        "grades": list(GRADE_NUMBER),
        "is_public_view": not actor.user_id,
        "embed": request.build_absolute_uri(reverse("site-figures-embed", args=[site.id])),
    }
    return render(request, "desk/figures.html", context)


@require_GET
def figures_csv(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    """All figures as one table, a row a number; a step of the course is a row for each grade."""
    actor, site = actor_of(request), _site_for(request, id)
    found = figures_of(actor, site, as_of.viewpoint(request, site.time_zone))
    header = [_("Figure"), _("What"), "code", _("Day"), _("Number"), _("Of")]
    answer = StreamingHttpResponse(csv_lines(header, _csv_rows(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{site.code}.csv"'
    return answer


def _csv_rows(found: list[Figure]) -> Iterator[list[Any]]:
    codes = [*GRADE_NUMBER, "not_assessed"]
    for one in found:
        for row in one.rows:
            yield [one.title, row.label, row.code, "", row.value, "" if row.of is None else row.of]
        for day, counts in one.steps:
            for code, count in zip(codes, counts, strict=True):
                label = NOT_ASSESSED.label(code) if code == "not_assessed" else DAMAGE_GRADE.label(code)
                yield [one.title, label, code, day, count, sum(counts)]


@require_GET
@xframe_options_exempt
def embedded(request: HttpRequest, id: UUID) -> HttpResponse:
    """The state of a site in one drawing, for other sites to show; of sites that publish their figures only, and as
    the public sees it, whoever looks."""
    site = register.site(OUTSIDER, id)
    if not site.publishes_figures:
        raise NotFound
    summary = damage.summary(OUTSIDER, site, site.today, None)
    context = {
        "site": site, "summary": summary,
        "state": {"bar": site_cards.bar(summary, is_rtl=get_language_bidi()), "width": site_cards.WIDTH},
        "page": request.build_absolute_uri(reverse("site-figures", args=[site.id])),
    }  # fmt: skip
    answer = render(request, "desk/figures_embed.html", context)
    answer["Content-Security-Policy"] = policy_with(framed_by="*")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
