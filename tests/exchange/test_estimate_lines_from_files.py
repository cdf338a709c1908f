"""The line table of an estimate goes out as CSV and comes in again: all or nothing, each bad row told with its line."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.audit.queries import history_of
from assessments.exchange.errors import FileUnreadable, RowsUnreadable
from assessments.exchange.estimate_table import written
from assessments.exchange.operations import Imported, import_estimate_lines
from assessments.kit import ids
from assessments.kit.errors import Forbidden, Invalid
from assessments.restoration import operations, queries
from assessments.restoration.messages import LineIn, PackageIn, PlanIn, Rate
from assessments.restoration.models import EstimateLine, Plan, PlanEdit, WorkPackage
from tests.product.url_map import signed_in
from tests.rest import Reply

HEADER = "id,package,category,element,quantity,unit,low,likely,high,currency,rate_source,rate_date"
FRAMES = ",Shoring,shoring,Frames,6,nr,2500,3800,6500,EUR,Quotation,2016-05-01"
TOWER = ",Shoring,Scaffolding and cranes,Tower,٧٫٥,m²,10,20,35,,,"
SURVEY = ",Survey,Documentation et relevé,Photogrammetry,60,jours,320,420,640,EUR,,"


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    message = PlanIn(id=ids.uuid7(), site=world.site.id, title="EXERCISE Arch", monuments=[world.arch.id])
    return operations.create_plan(message, by=world.by("planner"))


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def run(world: SimpleNamespace, plan: Plan, data: bytes, **options: Any) -> Imported:
    return import_estimate_lines(data, plan.id, by=world.by("planner"), **options)


def exported(plan: Plan) -> str:
    return "".join(written(queries.packages_of(plan)))


def test_a_table_comes_in_whole_with_its_packages_and_its_history(world: SimpleNamespace, plan: Plan) -> None:
    found = run(world, plan, table(FRAMES, TOWER, SURVEY))
    assert (found.created, found.changed, found.unchanged, found.bad) == (3, 0, 0, [])
    assert [one.title for one in queries.packages_of(plan)] == ["Shoring", "Survey"]
    tower = EstimateLine.objects.get(element="Tower")
    assert (tower.category, tower.unit, tower.quantity, tower.place_in_list) == ("scaffolding", "m2", Decimal("7.5"), 1)
    assert [one.verb for one in history_of("line", tower.id)] == ["restoration.line.added"]
    assert PlanEdit.objects.filter(plan=plan, user=world.users["planner"]).exists()


def test_what_goes_out_comes_in_again_and_changes_nothing(world: SimpleNamespace, plan: Plan) -> None:
    run(world, plan, table(FRAMES, TOWER, SURVEY))
    again = run(world, plan, exported(plan).encode())
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)
    by_name = run(world, plan, table(FRAMES, TOWER, SURVEY))
    assert (by_name.created, by_name.changed, by_name.unchanged) == (0, 0, 3)


def test_a_row_changes_only_what_it_says(world: SimpleNamespace, plan: Plan) -> None:
    run(world, plan, table(FRAMES, TOWER))
    frames = EstimateLine.objects.get(element="Frames")
    found = run(world, plan, table(f"{frames.id},Survey,,Timber frames,,,,4000,,,,"))
    assert (found.created, found.changed) == (0, 1)
    frames.refresh_from_db()
    assert (frames.element, frames.likely_rate, frames.low_rate) == ("Timber frames", 4000, 2500)
    assert (frames.package.title, frames.quantity, frames.version) == ("Survey", 6, 2)
    assert found.rows[0].remark == "begins this package: Survey"


def test_a_trial_tells_everything_and_changes_nothing(world: SimpleNamespace, plan: Plan) -> None:
    found = run(world, plan, table(FRAMES, ",Shoring,shoring,Props,-1,nr,1,2,3,,,"), dry_run=True)
    assert (found.created, len(found.bad)) == (1, 1)
    assert not EstimateLine.objects.exists()
    assert not WorkPackage.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",Shoring,shoring,Props,0,nr,1,2,3,,,", "quantity", "A quantity is more than nothing."),
        (",Shoring,shoring,Props,-4,nr,1,2,3,,,", "quantity", "A quantity is more than nothing."),
        (",Shoring,shoring,Props,,nr,1,2,3,,,", "quantity", "A new line needs this."),
        (",Shoring,shoring,Props,many,nr,1,2,3,,,", "quantity", "'many' is not a number."),
        (",Shoring,shoring,Props,1e20,nr,1,2,3,,,", "quantity", "The number is too large."),
        (",Shoring,shoring,Props,1,nr,3,2,1,,,", "low", "Three points run low, likely, high"),
        (
            ",Shoring,shoring,Props,1,nr,1,2,3,SYP,,",
            "currency",
            "The plan has no exchange rate for SYP. Give it one first; it is estimated in EUR.",
        ),
        (
            ",Shoring,gold,Props,1,nr,1,2,3,,,",
            "category",
            "gold\u2069' is not in the list. Write one of: Mobilisation, access, security · ",
        ),
        (",Shoring,shoring,Props,1,ell,1,2,3,,,", "unit", "ell\u2069' is not in the list. Write one of: m · m² · "),
        (",Shoring,shoring,Props,1,nr,1,2,3,,,May", "rate_date", "A day is written as 2016-04-25."),
        (",,shoring,Props,1,nr,1,2,3,,,", "package", "A new line needs this."),
        ("no-id,Shoring,shoring,Props,1,nr,1,2,3,,,", "id", "No line of this plan has this id."),
        (",Shoring,shoring", "", "another number of columns"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_nothing_is_changed(
    world: SimpleNamespace, plan: Plan, row: str, column: str, reason: str
) -> None:
    with pytest.raises(RowsUnreadable) as refusal:
        run(world, plan, table(FRAMES, row))
    (bad,) = refusal.value.facts["bad"]
    assert (bad.line, bad.column) == (3, column)
    assert reason in bad.reason
    assert not EstimateLine.objects.exists()
    assert not WorkPackage.objects.exists()


def test_two_rows_about_one_line_and_lines_of_one_name_are_told(world: SimpleNamespace, plan: Plan) -> None:
    run(world, plan, table(FRAMES))
    with pytest.raises(RowsUnreadable) as refusal:
        run(world, plan, table(FRAMES, FRAMES))
    assert "An earlier row" in refusal.value.facts["bad"][0].reason  # type: ignore[index]
    run(world, plan, table(",Survey,documentation,Plan,1,sum,1,2,3,,,", ",Survey,documentation,Plan,1,sum,4,5,6,,,"))
    with pytest.raises(RowsUnreadable) as refusal:
        run(world, plan, table(",Survey,documentation,Plan,2,sum,4,5,6,,,"))
    assert "Several lines are called so: give the id." in refusal.value.facts["bad"][0].reason  # type: ignore[index]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "The spreadsheet cannot be read"),
        (b"\xd0\xcf\x11\xe0rest", "Save it as XLSX or CSV"),
        (b"name,price\nFrames,3\n", "Its first line names the columns"),
        (b'"id"x,package,element\n1,2,3\n', "names the columns, is broken"),
        (b"id,id,package,element\n", "Two columns have the same name."),
        (table(*[FRAMES] * 5_001), "more than 5000 rows"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(world: SimpleNamespace, plan: Plan, data: bytes, reason: str) -> None:
    with pytest.raises(FileUnreadable, match=reason):
        run(world, plan, data)


def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(world: SimpleNamespace, plan: Plan) -> None:
    run(world, plan, table(',Shoring,shoring,"=HYPERLINK(""http://x"")",1,nr,1,2,3,,@source,'))
    text = exported(plan)
    assert "'=HYPERLINK" in text
    assert "'@source" in text
    assert run(world, plan, text.encode()).unchanged == 1


def test_a_long_table_costs_no_more_queries_than_a_short_one(world: SimpleNamespace, plan: Plan) -> None:
    run(world, plan, table(FRAMES))
    counts = []
    for size in (30, 300):
        rows = [f",Shoring,shoring,Part {size}-{one},1,nr,1,2,3,,," for one in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            run(world, plan, table(*rows))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_only_who_plans_and_only_while_it_may_be_written(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    with pytest.raises(Forbidden):
        import_estimate_lines(table(FRAMES), plan.id, by=world.by("verifier"))
    operations.withdraw(plan.id, by=world.by("planner"), note="Another plan covers it.")
    assert signed_in(world, "planner").get(f"/plans/{plan.id}/lines").status_code == 409
    assert signed_in(world, "outsider").get(f"/plans/{plan.id}/lines.csv").status_code == 404


def test_a_planner_sends_the_file_on_a_page(world: SimpleNamespace, plan: Plan) -> None:
    client = signed_in(world, "planner")

    def send(data: bytes, **more: str) -> Any:
        return client.post(f"/plans/{plan.id}/lines", {"file": SimpleUploadedFile("lines.csv", data)} | more)

    tried = send(table(FRAMES, TOWER), **{"try": "1"})
    assert "2 new, 0 changed" in tried.content.decode()
    assert not EstimateLine.objects.exists()
    refused = send(table(FRAMES, ",Shoring,gold,Props,1,nr,1,2,3,,,"))
    assert refused.status_code == 422
    assert "is not in the list. Write one of:" in refused.content.decode()
    assert client.post(f"/plans/{plan.id}/lines").status_code == 422
    assert send(table(FRAMES, TOWER)).status_code == 302
    assert EstimateLine.objects.count() == 2
    assert f"/plans/{plan.id}/lines.csv" in client.get(f"/plans/{plan.id}").content.decode()
    answer = client.get(f"/plans/{plan.id}/lines.csv")
    assert b"".join(answer.streaming_content).decode() == exported(plan)


def test_a_client_sends_it_over_rest(world: SimpleNamespace, plan: Plan, api: Any) -> None:
    planner = api("planner")

    def send(data: bytes, query: str = "") -> Reply:
        address = f"/api/v1/plans/{plan.id}/lines/import{query}"
        return Reply(planner.client.post(address, data, content_type="text/csv", headers=planner.headers))

    tried = send(table(FRAMES), "?dry_run=true")
    assert (tried.status, tried.json["created"]) == (200, 1)
    assert not EstimateLine.objects.exists()
    refused = send(table(",Shoring,gold,Props,1,nr,1,2,3,,,"))
    assert refused.status == 422
    assert refused.json["errors"][0]["pointer"] == "/2/category"
    assert send(table(FRAMES)).json["created"] == 1


def test_signs_of_inequality_are_no_markup_and_packages_of_like_titles_stay_apart(
    world: SimpleNamespace, plan: Plan
) -> None:
    for title in ("Wall A", "Wall-A"):
        package = PackageIn(id=ids.uuid7(), title=title)
        operations.add_package(plan.id, package, by=world.by("planner"))
        rate = Rate(low=Decimal(1), likely=Decimal(2), high=Decimal(3), currency="EUR")
        line = LineIn(
            id=ids.uuid7(),
            category="shoring",
            element="Stones <20 cm and >5 cm",
            quantity=Decimal(1),
            unit="nr",
            rate=rate,
        )
        operations.add_line(package.id, line, by=world.by("planner"))
    assert run(world, plan, exported(plan).encode()).unchanged == 2


def test_a_number_that_can_mean_two_is_asked_about(world: SimpleNamespace, plan: Plan) -> None:
    with pytest.raises(RowsUnreadable) as refusal:
        run(world, plan, table(',Shoring,shoring,Props,1,nr,1,2,"12,500",,,'))
    (bad,) = refusal.value.facts["bad"]  # type: ignore[misc]
    assert (bad.column, "can mean two numbers" in bad.reason) == ("high", True)
    run(world, plan, table(',Shoring,shoring,Props,1,nr,1,2,"12,5",,,'))
    assert EstimateLine.objects.get().high_rate == Decimal("12.5")


def test_a_plan_has_no_more_lines_than_a_forecast_takes(
    world: SimpleNamespace, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.restoration.rules.MAX_LINES", 2)
    with pytest.raises(Invalid, match="at most 2 estimate lines"):
        run(world, plan, table(FRAMES, TOWER, SURVEY))
    assert not EstimateLine.objects.exists()
