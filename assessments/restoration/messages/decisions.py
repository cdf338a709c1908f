"""Request bodies of decisions and what follows from them: documents, stipulations, requests, deputies, funding."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.register.messages import ExternalIds
from assessments.restoration import vocabulary
from assessments.restoration.messages.plans import Text, Title, Track

Short = Annotated[str, Meta(max_length=200)]
Reason = Annotated[str, Meta(min_length=1, max_length=20_000)]
Language = Annotated[str, Meta(max_length=12)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Outcome = Annotated[str, vocabulary.OUTCOME.documented]


class Note(msgspec.Struct, forbid_unknown_fields=True):
    note: Text = ""


class BasisIn(msgspec.Struct, forbid_unknown_fields=True):
    """Why a plan still stands, and the digest of the changes that were read (`seen` of `GET /plans/{id}/next`)."""

    seen: str
    note: Text = ""


class StipulationIn(msgspec.Struct, forbid_unknown_fields=True):
    """A condition, and before what it has to be closed."""

    text: Annotated[str, Meta(min_length=1, max_length=5_000)]
    before: Annotated[str, vocabulary.STIPULATION_BEFORE.documented] = "next_gate"


class DecisionIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a body decided on exactly one dossier. Outside bodies write letters: theirs is `recorded_from_document`,
    with the document, and waits for a second person."""

    outcome: Outcome
    dossier_sha256: Digest
    authority: UUID
    text: Text = ""
    signatory: Title
    office: Short = ""
    instrument: Short = ""
    instrument_day: date | None = None
    language: Language = "en"
    stipulations: Annotated[list[StipulationIn], Meta(max_length=100)] = []
    taken: Annotated[str, vocabulary.TAKEN.documented] = "in_system"
    document: UUID | None = None
    valid_until: date | None = None
    next_day: date | None = None
    measures: Annotated[list[Annotated[str, vocabulary.MEASURE.documented]], Meta(max_length=4)] = []
    notified_on: date | None = None
    heard_by: Short = ""
    said_at: datetime | None = None
    position: Annotated[str, vocabulary.POSITION.documented] | None = None
    kind: Annotated[str, vocabulary.DECISION_KIND.documented] | None = None


class Settlement(msgspec.Struct, forbid_unknown_fields=True):
    """Why an entered decision does not say what its document says."""

    note: Text = ""


class AnswerIn(msgspec.Struct, forbid_unknown_fields=True):
    """What was done about a stipulation, with the document that shows it."""

    text: Reason
    document: UUID | None = None


class ClosingIn(msgspec.Struct, forbid_unknown_fields=True):
    """That a stipulation is met. Outside bodies close theirs by a document."""

    note: Text = ""
    document: UUID | None = None


class PlanDocumentIn(msgspec.Struct, forbid_unknown_fields=True):
    document: UUID
    purpose: Annotated[str, vocabulary.DOSSIER_DOCUMENT.documented]


class RequestAnswerIn(msgspec.Struct, forbid_unknown_fields=True):
    """The written answer of a plan to a standing request."""

    request: UUID
    text: Text


class StandingRequestIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a body asks of a site until further notice: its decision, the paragraph, and on which tracks it binds."""

    id: UUID
    site: UUID
    authority: UUID
    decision: Annotated[str, Meta(min_length=1, max_length=60)]
    paragraph: Annotated[str, Meta(max_length=20)] = ""
    text: Reason
    language: Language = "en"
    since: date
    until: date | None = None
    tracks: list[Track] = []
    done: Text = ""
    source: Text = ""
    external_ids: ExternalIds = []


class StandingRequestPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    authority: UUID | UnsetType = UNSET
    decision: Annotated[str, Meta(min_length=1, max_length=60)] | UnsetType = UNSET
    paragraph: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    text: Reason | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    since: date | UnsetType = UNSET
    until: date | UnsetType | None = UNSET
    tracks: list[Track] | UnsetType = UNSET
    done: Text | UnsetType = UNSET
    source: Text | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class FundingIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Money for a plan, in the plan's currency, and what it may not be spent on."""

    id: UUID
    funder: Title
    stage: Annotated[str, vocabulary.FUNDING_STAGE.documented]
    amount: Annotated[Decimal, Meta(description="in the currency of the plan")]
    stated_on: date
    restrictions: Text = ""
    source: Text = ""
    external_ids: ExternalIds = []


class FundingPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    funder: Title | UnsetType = UNSET
    stage: Annotated[str, vocabulary.FUNDING_STAGE.documented] | UnsetType = UNSET
    amount: Decimal | UnsetType = UNSET
    stated_on: date | UnsetType = UNSET
    restrictions: Text | UnsetType = UNSET
    source: Text | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class DeputationIn(msgspec.Struct, forbid_unknown_fields=True):
    """Who acts for a director on a site, from the first day through the last."""

    site: UUID
    deputy: UUID
    first_day: date
    last_day: date


class WorksIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How far a work package is: percent done, first and last day of the works, and its cost so far."""

    progress_percent: Annotated[int, Meta(ge=0, le=100)] = 0
    began_on: date | None = None
    ended_on: date | None = None
    actual_cost: Decimal | None = None
    works_note: Text = ""


class FoundWorksIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Works that nobody had authorised, recorded as found: since when, and who says what about them."""

    id: UUID
    site: UUID
    title: Title
    monuments: list[UUID] = []
    begun: dict[str, Any]
    description: Reason
    statements: list[UUID] = []
    language: Language = "en"
    is_exercise: bool = False
