"""Request bodies of plans, their packages, lines and forecasts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register.messages import ExternalIds
from assessments.restoration import vocabulary

Text = Annotated[str, Meta(max_length=50_000)]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Class = Annotated[int, Meta(ge=1, le=5)]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
Track = Annotated[str, vocabulary.TRACK.documented]
LineCategory = Annotated[str, vocabulary.LINE_CATEGORY.documented]
Unit = Annotated[str, vocabulary.UNIT.documented]


Crews = Annotated[
    dict[Annotated[str, Meta(min_length=1, max_length=60)], Annotated[int, Meta(ge=1, le=99)]], Meta(max_length=50)
]
"""How many teams of each crew there are, by its name."""


class Stoppage(msgspec.Struct, forbid_unknown_fields=True):
    """When works stand still, both days within it: `2026-12-01`, or `12-01` for every year."""

    since: Annotated[str, Meta(pattern=r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$")]
    until: Annotated[str, Meta(pattern=r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$")]
    reason: Source = ""


Stoppages = Annotated[list[Stoppage], Meta(max_length=50)]
Phases = Annotated[list[Annotated[str, Meta(min_length=1, max_length=80)]], Meta(max_length=30)]
"""Names of phases in their order."""
Share = Annotated[Decimal, Meta(description="a share from 0 to 1, with three decimals")]


class ExchangeRate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`amount` of `currency` is `equals` in the plan's currency, on a day and by a kind of rate."""

    currency: Currency
    amount: Decimal
    equals: Decimal = Decimal(1)
    kind: Annotated[str, vocabulary.EXCHANGE_RATE_KIND.documented]
    on: date
    source: Source = ""


ExchangeRates = Annotated[list[ExchangeRate], Meta(max_length=30)]
"""One for each currency, other than the plan's, in which lines are estimated."""
ContingencyRule = Annotated[str, vocabulary.CONTINGENCY_RULE.documented]
ContingencyPercent = Annotated[Decimal, Meta(description="percent of the lines, from 0 to 100, with the rule `stated`")]
EscalationPercent = Annotated[Decimal, Meta(description="percent a year, from 0 to 200, from `price_date` on")]
EscalationUntil = Annotated[date, Meta(description="the middle of the works")]
Source = Annotated[str, Meta(max_length=200)]


class PlanIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    site: UUID
    title: Title
    monuments: list[UUID] = []
    track: Track = "restoration"
    objectives: Text = ""
    approach: Text = ""
    language: Annotated[str, Meta(max_length=12)] = "en"
    currency: Currency = "EUR"
    price_date: date | None = None
    estimate_class: Class | None = None
    basis_of_estimate: Text = ""
    exchange_rates: ExchangeRates = []
    contingency_rule: ContingencyRule = "none"
    contingency_percent: ContingencyPercent | None = None
    contingency_reason: Text = ""
    escalation_percent: EscalationPercent | None = None
    escalation_until: EscalationUntil | None = None
    escalation_source: Source = ""
    continues: UUID | None = None
    crews: Crews = {}
    stoppages: Stoppages = []
    phases: Phases = []
    options_appraisal: Text = ""
    original_fabric_share: Share | None = None
    is_exercise: bool = False
    external_ids: ExternalIds = []


class PlanPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    title: Title | UnsetType = UNSET
    monuments: list[UUID] | UnsetType = UNSET
    track: Track | UnsetType = UNSET
    objectives: Text | UnsetType = UNSET
    approach: Text | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    price_date: date | UnsetType | None = UNSET
    estimate_class: Class | UnsetType | None = UNSET
    basis_of_estimate: Text | UnsetType = UNSET
    exchange_rates: ExchangeRates | UnsetType = UNSET
    contingency_rule: ContingencyRule | UnsetType = UNSET
    contingency_percent: ContingencyPercent | UnsetType | None = UNSET
    contingency_reason: Text | UnsetType = UNSET
    escalation_percent: EscalationPercent | UnsetType | None = UNSET
    escalation_until: EscalationUntil | UnsetType | None = UNSET
    escalation_source: Source | UnsetType = UNSET
    language: Annotated[str, Meta(max_length=12)] | UnsetType = UNSET
    continues: UUID | UnsetType | None = UNSET
    crews: Crews | UnsetType = UNSET
    stoppages: Stoppages | UnsetType = UNSET
    phases: Phases | UnsetType = UNSET
    options_appraisal: Text | UnsetType = UNSET
    original_fabric_share: Share | UnsetType | None = UNSET
    is_exercise: bool | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class ForecastIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a forecast assumes beside the estimate: how draws are made, and how far costs and durations move together
    (rank correlation). Without a seed one is drawn, and kept.
    """

    id: UUID
    distribution: Annotated[str, vocabulary.DISTRIBUTION.documented] = "pert"
    correlation_of_costs: Annotated[float, Meta(ge=0, le=0.95)] = 0.3
    correlation_of_days: Annotated[float, Meta(ge=0, le=0.95)] = 0.3
    seed: Annotated[int, Meta(ge=0, lt=2**53)] | None = None


class Duration(msgspec.Struct, forbid_unknown_fields=True):
    """Working days."""

    low: Decimal
    likely: Decimal
    high: Decimal


class PackageIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    title: Title
    description: Text = ""
    duration_days: Duration | None = None
    crew: Annotated[str, Meta(max_length=60)] = ""
    phase: Annotated[str, Meta(max_length=80)] = ""
    depends_on: list[UUID] = []
    external_ids: ExternalIds = []


class PackagePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    title: Title | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    duration_days: Duration | UnsetType | None = UNSET
    crew: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    phase: Annotated[str, Meta(max_length=80)] | UnsetType = UNSET
    depends_on: list[UUID] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class Rate(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    low: Decimal
    likely: Decimal
    high: Decimal
    currency: Currency


class LineIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    category: LineCategory
    element: Title
    quantity: Decimal
    unit: Unit
    rate: Rate
    rate_source: Source = ""
    rate_date: date | None = None
    external_ids: ExternalIds = []


class LinePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    category: LineCategory | UnsetType = UNSET
    element: Title | UnsetType = UNSET
    quantity: Decimal | UnsetType = UNSET
    unit: Unit | UnsetType = UNSET
    rate: Rate | UnsetType = UNSET
    rate_source: Source | UnsetType = UNSET
    rate_date: date | UnsetType | None = UNSET
    external_ids: ExternalIds | UnsetType = UNSET
