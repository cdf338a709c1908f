"""All URLs: pages, the API, the admin site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from assessments import urls_api
from assessments.damage import pages as damage
from assessments.desk import api as desk_api
from assessments.desk import (
    assess,
    bundles,
    clearance_pages,
    dates,
    documents,
    entries,
    estimate_lines,
    hazard_pages,
    imports,
    incidents,
    photograph_batches,
    photographs,
    plan_entries,
    plan_papers,
    register_corrections,
    report_list,
    safety,
    visits,
)
from assessments.desk import map as map_views
from assessments.desk import pages as desk
from assessments.evidence import pages as evidence
from assessments.evidence.api import iiif
from assessments.people import pages as people
from assessments.register import pages as register
from assessments.restoration import pages as restoration

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", desk.home, name="home"),
    path("map", map_views.map_page, name="map"),
    path("map/data", map_views.map_data, name="map-data"),
    path("sites", desk.sites, name="sites"),
    path("sites/<uuid:id>", desk.site, name="site"),
    path("monuments/<uuid:id>", desk.monument, name="monument"),
    # The register
    path("sites/new", entries.new_site, name="site-new"),
    path("sites/<uuid:id>/edit", entries.edit_site, name="site-edit"),
    path("sites/<uuid:site_id>/monuments/new", entries.new_monument, name="monument-new"),
    path("monuments/<uuid:id>/edit", entries.edit_monument, name="monument-edit"),
    path("monuments/<uuid:monument_id>/parts/new", entries.new_part, name="part-new"),
    path("parts/<uuid:id>/edit", entries.edit_part, name="part-edit"),
    path("monuments/<uuid:monument_id>/locations/new", entries.new_location, name="location-new"),
    path("locations/<uuid:id>/edit", entries.edit_location, name="location-edit"),
    path("monuments/<uuid:monument_id>/blocks", entries.blocks, name="blocks"),
    path("monuments/<uuid:monument_id>/blocks/new", entries.new_block, name="block-new"),
    path("blocks/<uuid:id>", entries.block, name="block"),
    path("blocks/<uuid:id>/edit", entries.edit_block, name="block-edit"),
    path("monuments/<uuid:id>/description", entries.description, name="monument-description"),
    path("sites/<uuid:site_id>/statements/new", entries.new_statement, name="statement-new"),
    path("statements/<uuid:id>/edit", entries.edit_statement, name="statement-edit"),
    path("authorities", entries.authorities, name="authorities"),
    path("authorities/new", entries.new_authority, name="authority-new"),
    path("authorities/<uuid:id>/edit", entries.edit_authority, name="authority-edit"),
    path("organisations", entries.organisations, name="organisations"),
    path("organisations/new", entries.new_organisation, name="organisation-new"),
    path("organisations/<uuid:id>/edit", entries.edit_organisation, name="organisation-edit"),
    path("dates/reading", dates.reading, name="date-reading"),
    path("assess", assess.assess, name="assess"),
    path("assess/find", assess.place_later, name="place-later"),
    path("monuments/<uuid:id>/accept", register_corrections.accept, name="monument-accept"),
    path("monuments/<uuid:id>/merge", register_corrections.merge, name="monument-merge"),
    path("reports/<uuid:id>/move", register_corrections.move_report, name="report-move"),
    path("sites/<uuid:site_id>/visits", visits.visits, name="visits"),
    path("visits/<uuid:id>", visits.visit, name="visit"),
    path("monuments/<uuid:id>/split", register_corrections.split, name="monument-split"),
    path("sites/<uuid:site_id>/import", imports.choose, name="import"),
    path("sites/<uuid:site_id>/import/<uuid:id>", imports.preview, name="import-preview"),
    path("sites/<uuid:site_id>/incidents", incidents.incidents, name="incidents"),
    path("incidents/<uuid:id>", incidents.incident, name="incident"),
    path("outbox", desk.outbox, name="outbox"),
    path("as-of", desk.choose_date, name="as-of"),
    # Safety
    path("safety", safety.safety, name="safety"),
    path("sites/<uuid:id>/safety", safety.site_safety, name="site-safety"),
    path("suspicious-object", hazard_pages.suspicious_object, name="suspicious-object"),
    path("sites/<uuid:site_id>/hazard-zones/new", hazard_pages.new_zone, name="zone-new"),
    path("hazard-zones/<uuid:id>", hazard_pages.zone, name="zone"),
    path("sites/<uuid:site_id>/hazard-regime", hazard_pages.hazard_regime, name="hazard-regime"),
    path("sites/<uuid:site_id>/clearances/new", clearance_pages.new_clearance, name="clearance-new"),
    path("clearances/<uuid:id>", clearance_pages.clearance, name="clearance"),
    path("clearances/<uuid:id>/confirm", clearance_pages.confirm_clearance, name="clearance-confirm"),
    path("clearances/<uuid:id>/withdraw", clearance_pages.withdraw_clearance, name="clearance-withdraw"),
    path("sites/<uuid:site_id>/entry-permits/new", clearance_pages.new_entry_permit, name="entry-permit-new"),
    path("entry-permits/<uuid:id>/withdraw", clearance_pages.withdraw_entry_permit, name="entry-permit-withdraw"),
    path("clearances/<uuid:id>/certificate", safety.certificate, name="clearance-certificate"),
    path("sites/<uuid:site_id>/access-changes/new", hazard_pages.new_change, name="access-change-new"),
    path("sites/<uuid:site_id>/people/<uuid:id>/name", register.reveal, name="reveal"),
    # Reports
    path("reports", report_list.reports, name="reports"),
    path("findings.csv", report_list.findings_csv, name="findings-csv"),
    path("reports.csv", report_list.reports_csv, name="reports-csv"),
    path("queue", damage.queue, name="queue"),
    path("monuments/<uuid:monument_id>/assess", damage.begin, name="report-begin"),
    path("reports/<uuid:id>", damage.read, name="report"),
    path("verify_sealed.py", desk.verify_sealed, name="verify-sealed"),
    path("reports/<uuid:id>/submissions/<int:number>", damage.submission, name="submission"),
    path("reports/<uuid:id>/submissions/<int:number>/file", damage.submission_file, name="submission-file"),
    path("reports/<uuid:id>/correct", damage.correct, name="report-correct"),
    path("reports/<uuid:id>/write", damage.write, name="report-write"),
    path("reports/<uuid:id>/photographs", damage.photographs, name="report-photographs"),
    path("reports/<uuid:id>/photographs/add", damage.add_photographs, name="report-photographs-add"),
    path("reports/<uuid:id>/claim", damage.claim, name="report-claim"),
    path("reports/<uuid:id>/delete", damage.delete, name="report-delete"),
    path("reports/<uuid:id>/verify", damage.change_status, {"name": "verify"}, name="report-verify"),
    path("reports/<uuid:id>/return", damage.change_status, {"name": "return"}, name="report-return"),
    path("reports/<uuid:id>/withdraw", damage.change_status, {"name": "withdraw"}, name="report-withdraw"),
    path("reports/<uuid:id>/retract", damage.change_status, {"name": "retract"}, name="report-retract"),
    path("reports/<uuid:id>/adjudicate", damage.change_status, {"name": "adjudicate"}, name="report-adjudicate"),
    # Photographs
    path("photographs/people", photograph_batches.people, name="photographs-people"),
    path("photographs/describe", photograph_batches.describe, name="photographs-describe"),
    path("photos/<uuid:id>", photographs.photo, name="photo"),
    path("monuments/<uuid:id>/photographs", photographs.of_monument, name="monument-photographs"),
    path("sites/<uuid:id>/photographs", photographs.of_site, name="site-photographs"),
    *(
        path(f"photos/<uuid:id>/{name}", photographs.act, {"name": name}, name=f"photo-{name}")
        for name in photographs.ACTIONS
    ),
    path("annotations/<uuid:id>/change", photographs.mark, {"name": "change"}, name="mark-change"),
    path("annotations/<uuid:id>/remove", photographs.mark, {"name": "remove"}, name="mark-remove"),
    path("pairs/<uuid:id>", photographs.pair, name="pair"),
    path("pairs/<uuid:id>/remove", photographs.unpair, name="pair-remove"),
    path("pairs/<uuid:id>/aligned.jpg", evidence.aligned, name="pair-aligned"),
    path("photos/<uuid:id>/<slug:recipe>.jpg", evidence.picture, name="picture"),
    path("photos/<uuid:id>/original", evidence.original, name="photo-original"),
    path("iiif/image/<uuid:id>", iiif.image, name="iiif-image"),
    path("iiif/image/<uuid:id>/info.json", iiif.image_info, name="iiif-image-info"),
    path("iiif/image/<uuid:id>/<str:region>/<str:size>/0/default.jpg", iiif.image_piece, name="iiif-image-piece"),
    path("iiif/monuments/<uuid:id>/manifest", iiif.monument_manifest, name="iiif-manifest"),
    path("sites/<uuid:site_id>/documents", documents.documents, name="documents"),
    path("documents/<uuid:id>", documents.document, name="document"),
    path("documents/<uuid:id>/original", documents.original, name="document-original"),
    *(
        path(f"documents/<uuid:id>/{name}", documents.act, {"name": name}, name=f"document-{name}")
        for name in documents.ACTIONS
    ),
    path("verify/<slug:digest>", bundles.verify_dossier, name="verify-dossier"),
    path("bundles/<uuid:id>", bundles.bundle, name="bundle"),
    path("bundles/<uuid:id>/file", bundles.file, name="bundle-file"),
    *(
        path(f"{kind}s/<uuid:id>/bundle", bundles.request_bundle, {"kind": kind}, name=f"{kind}-bundle")
        for kind in ("report", "monument", "plan", "dossier")
    ),
    # Plans
    path("plans", restoration.plans, name="plans"),
    path("sites/<uuid:site_id>/plan", restoration.begin, name="plan-begin"),
    path("plans/<uuid:id>", restoration.plan, name="plan"),
    path("plans/<uuid:id>/dossiers/<int:number>", restoration.dossier, name="dossier"),
    path("plans/<uuid:id>/dossiers/<int:number>/file", restoration.dossier_file, name="dossier-file"),
    path("plans/<uuid:id>/change", restoration.change, name="plan-change"),
    path("plans/<uuid:id>/documents", plan_papers.add_document, name="plan-document"),
    path("dossier-documents/<uuid:id>/remove", plan_papers.remove_document, name="plan-document-remove"),
    path("plans/<uuid:id>/request_answers", plan_papers.answer_request, name="plan-request-answer"),
    path("plans/<uuid:plan_id>/funding/new", plan_papers.new_funding, name="funding-new"),
    path("funding/<uuid:id>/edit", plan_papers.edit_funding, name="funding-edit"),
    path("packages/<uuid:id>/works", plan_papers.record_works, name="package-works"),
    path("sites/<uuid:site_id>/requests", plan_papers.requests, name="site-requests"),
    path("sites/<uuid:site_id>/requests/new", plan_papers.new_request, name="request-new"),
    path("standing-requests/<uuid:id>/edit", plan_papers.edit_request, name="request-edit"),
    path("sites/<uuid:site_id>/found-works", plan_papers.found_works, name="found-works"),
    path("plans/<uuid:id>/decide", restoration.decide, name="plan-decide"),
    path("entered-decisions/<uuid:id>", restoration.settle, name="entered-settle"),
    path("stipulations/<uuid:id>", restoration.answer, name="stipulation-answer"),
    path("plans/<uuid:id>/forecast", restoration.ask_forecast, name="plan-forecast"),
    path("plans/<uuid:id>/edit", plan_entries.edit_plan, name="plan-edit"),
    path("plans/<uuid:id>/lines", estimate_lines.import_lines, name="plan-lines"),
    path("plans/<uuid:id>/lines.csv", estimate_lines.lines_csv, name="plan-lines-csv"),
    path("plans/<uuid:plan_id>/packages/new", plan_entries.new_package, name="package-new"),
    path("packages/<uuid:id>/edit", plan_entries.edit_package, name="package-edit"),
    path("packages/<uuid:id>/remove", restoration.remove_package, name="package-remove"),
    path("plans/<uuid:id>/lines.xlsx", estimate_lines.lines_xlsx, name="plan-lines-xlsx"),
    path("packages/<uuid:package_id>/lines/new", plan_entries.new_line, name="line-new"),
    path("lines/<uuid:id>/edit", plan_entries.edit_line, name="line-edit"),
    path("lines/<uuid:id>/remove", restoration.remove_line, name="line-remove"),
    # People
    path("account", people.about_account, name="account"),
    path("account/reminders", people.choose_reminders, name="choose-reminders"),
    path("account/digits", people.choose_digits, name="choose-digits"),
    path("account/prove", people.reauthenticate, name="reauthenticate"),
    path("devices", people.devices, name="devices"),
    path("devices/<uuid:id>/revoke", people.revoke, name="device-revoke"),
    path("theme", people.choose_theme, name="theme"),
    path("language", set_language, name="set_language"),
    path("accounts/email/", people.not_here, name="account_email"),
    path("accounts/logout/", people.SignOut.as_view(), name="account_logout"),
    path("accounts/", include("allauth.urls")),
    # Machines
    path("favicon.ico", RedirectView.as_view(url="/static/mark.svg"), name="favicon"),
    path("healthz", desk_api.healthz, name="healthz"),
    path("readyz", desk_api.readyz, name="readyz"),
    path("metrics", desk_api.metrics, name="metrics"),
    path("api/v1/", include(urls_api)),
    path("api/docs", urls_api.docs, name="api-docs"),
    path("admin/", admin.site.urls),
]
