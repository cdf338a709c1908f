"""All URLs of the API: base /api/v1, no trailing slash."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from assessments.damage import api as damage
from assessments.desk import api as desk
from assessments.evidence import api as evidence
from assessments.exchange import api as exchange
from assessments.people import api as people
from assessments.register import api as register
from assessments.restoration import api as restoration
from assessments.sync import api as sync

urlpatterns = [
    path("auth/tokens", people.Tokens.as_view(), name="api-tokens"),
    path("devices", people.DeviceList.as_view(), name="api-devices"),
    path("devices/<uuid:id>", people.DeviceDetail.as_view(), name="api-device"),
    path("me", desk.WhoAmI.as_view(), name="api-me"),
    path("limits", desk.LimitsView.as_view(), name="api-limits"),
    path("vocabulary", desk.VocabularyView.as_view(), name="api-vocabulary"),
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="api-openapi"),
    # The register
    path("sites", register.SiteList.as_view(), name="api-sites"),
    path("sites/<uuid:id>", register.SiteDetail.as_view(), name="api-site"),
    path("sites/<uuid:id>/safety", register.Safety.as_view(), name="api-site-safety"),
    path("sites/<uuid:id>/hazard-regime", register.StateHazardRegime.as_view(), name="api-site-hazard-regime"),
    path("sites/<uuid:id>/summary", damage.SiteSummary.as_view(), name="api-site-summary"),
    path("monuments", register.MonumentList.as_view(), name="api-monuments"),
    path("monuments/<uuid:id>", register.MonumentDetail.as_view(), name="api-monument"),
    path("monuments/<uuid:id>/damage", damage.MonumentDamage.as_view(), name="api-monument-damage"),
    path("monuments/<uuid:id>/accept", register.AcceptMonument.as_view(), name="api-monument-accept"),
    path("monuments/<uuid:id>/merge", damage.MergeMonument.as_view(), name="api-monument-merge"),
    path("monuments/<uuid:id>/split", damage.SplitMonument.as_view(), name="api-monument-split"),
    path("sites/<uuid:id>/monuments/import", exchange.ImportMonuments.as_view(), name="api-monuments-import"),
    path("parts", register.PartList.as_view(), name="api-parts"),
    path("parts/<uuid:id>", register.PartDetail.as_view(), name="api-part"),
    path("locations", register.LocationList.as_view(), name="api-locations"),
    path("locations/<uuid:id>", register.LocationDetail.as_view(), name="api-location"),
    path("hazard-zones", register.HazardZoneList.as_view(), name="api-hazard-zones"),
    path("hazard-zones/<uuid:id>", register.HazardZoneDetail.as_view(), name="api-hazard-zone"),
    path("suspicious-objects", register.SuspiciousObjects.as_view(), name="api-suspicious-objects"),
    path("clearances", register.ClearanceList.as_view(), name="api-clearances"),
    path("clearances/<uuid:id>", register.ClearanceDetail.as_view(), name="api-clearance"),
    path("clearances/<uuid:id>/confirm", register.ConfirmClearance.as_view(), name="api-clearance-confirm"),
    path("clearances/<uuid:id>/withdraw", register.WithdrawClearance.as_view(), name="api-clearance-withdraw"),
    path("entry-permits", register.EntryPermitList.as_view(), name="api-entry-permits"),
    path("entry-permits/<uuid:id>", register.EntryPermitDetail.as_view(), name="api-entry-permit"),
    path("entry-permits/<uuid:id>/withdraw", register.WithdrawEntryPermit.as_view(), name="api-entry-permit-withdraw"),
    path("access-changes", register.AccessChangeList.as_view(), name="api-access-changes"),
    path("access-changes/<uuid:id>", register.AccessChangeDetail.as_view(), name="api-access-change"),
    path("incidents", damage.IncidentList.as_view(), name="api-incidents"),
    path("incidents/<uuid:id>", damage.IncidentDetail.as_view(), name="api-incident"),
    path("visits", register.VisitList.as_view(), name="api-visits"),
    path("visits/<uuid:id>", register.VisitDetail.as_view(), name="api-visit"),
    path("authorities", register.AuthorityList.as_view(), name="api-authorities"),
    path("authorities/<uuid:id>", register.AuthorityDetail.as_view(), name="api-authority"),
    path("statements", register.StatementList.as_view(), name="api-statements"),
    path("statements/<uuid:id>", register.StatementDetail.as_view(), name="api-statement"),
    path("people/<uuid:id>/reveal", register.RevealPerson.as_view(), name="api-person-reveal"),
    # Reports
    path("reports", damage.ReportList.as_view(), name="api-reports"),
    path("reports/<uuid:id>", damage.ReportDetail.as_view(), name="api-report"),
    path("reports/<uuid:id>/submit", damage.SubmitReport.as_view(), name="api-report-submit"),
    path("reports/<uuid:id>/return", damage.ReturnReport.as_view(), name="api-report-return"),
    path("reports/<uuid:id>/verify", damage.VerifyReport.as_view(), name="api-report-verify"),
    path("reports/<uuid:id>/withdraw", damage.WithdrawReport.as_view(), name="api-report-withdraw"),
    path("reports/<uuid:id>/retract", damage.RetractReport.as_view(), name="api-report-retract"),
    path("reports/<uuid:id>/adjudicate", damage.AdjudicateReport.as_view(), name="api-report-adjudicate"),
    path("reports/<uuid:id>/move", damage.MoveReport.as_view(), name="api-report-move"),
    path("reports/<uuid:id>/revisions", damage.Revisions.as_view(), name="api-report-revisions"),
    # Photographs and documents
    path("photos", evidence.PhotoList.as_view(), name="api-photos"),
    path("photos/need", evidence.NeededDigests.as_view(), name="api-photos-need"),
    path("photos/<uuid:id>", evidence.PhotoDetail.as_view(), name="api-photo"),
    path("photos/<uuid:id>/original", evidence.PhotoOriginal.as_view(), name="api-photo-original"),
    path("photos/<uuid:id>/custody", evidence.PhotoCustody.as_view(), name="api-photo-custody"),
    path("photos/<uuid:id>/custody/verify", evidence.VerifyPhotoCustody.as_view(), name="api-photo-custody-verify"),
    path("photos/<uuid:id>/annotations", evidence.PhotoAnnotations.as_view(), name="api-photo-annotations"),
    path("photos/<uuid:id>/withdraw", evidence.WithdrawPhoto.as_view(), name="api-photo-withdraw"),
    path("photos/<uuid:id>/restore", evidence.RestorePhoto.as_view(), name="api-photo-restore"),
    path("photos/<uuid:id>/audience", evidence.ChangeAudience.as_view(), name="api-photo-audience"),
    path("photos/<uuid:id>/cover", evidence.CoverPhoto.as_view(), name="api-photo-cover"),
    path("photos/<uuid:id>/try_again", evidence.RetryPhoto.as_view(), name="api-photo-try-again"),
    path("annotations", evidence.AnnotationList.as_view(), name="api-annotations"),
    path("annotations/<uuid:id>", evidence.AnnotationDetail.as_view(), name="api-annotation"),
    path("pairs", evidence.PairList.as_view(), name="api-pairs"),
    path("pairs/<uuid:id>", evidence.PairDetail.as_view(), name="api-pair"),
    path("documents", evidence.DocumentList.as_view(), name="api-documents"),
    path("documents/<uuid:id>", evidence.DocumentDetail.as_view(), name="api-document"),
    path("documents/<uuid:id>/original", evidence.DocumentOriginal.as_view(), name="api-document-original"),
    path("documents/<uuid:id>/custody", evidence.DocumentCustody.as_view(), name="api-document-custody"),
    path(
        "documents/<uuid:id>/custody/verify",
        evidence.VerifyDocumentCustody.as_view(),
        name="api-document-custody-verify",
    ),
    path("documents/<uuid:id>/withdraw", evidence.WithdrawDocument.as_view(), name="api-document-withdraw"),
    path("documents/<uuid:id>/restore", evidence.RestoreDocument.as_view(), name="api-document-restore"),
    path("uploads", evidence.Uploads.as_view(), name="api-uploads"),
    path("uploads/<uuid:id>", evidence.Upload.as_view(), name="api-upload"),
    path("bundles", exchange.BundleList.as_view(), name="api-bundles"),
    path("bundles/<uuid:id>", exchange.BundleDetail.as_view(), name="api-bundle"),
    path("bundles/<uuid:id>/file", exchange.BundleFile.as_view(), name="api-bundle-file"),
    # Plans
    path("plans", restoration.PlanList.as_view(), name="api-plans"),
    path("plans/<uuid:id>", restoration.PlanDetail.as_view(), name="api-plan"),
    path("plans/<uuid:id>/packages", restoration.Packages.as_view(), name="api-plan-packages"),
    path("plans/<uuid:id>/estimate", restoration.Estimate.as_view(), name="api-plan-estimate"),
    path("plans/<uuid:id>/decisions", restoration.Decisions.as_view(), name="api-plan-decisions"),
    path("plans/<uuid:id>/dossier", restoration.DossierBytes.as_view(), name="api-plan-dossier"),
    path("plans/<uuid:id>/submit", restoration.SubmitPlan.as_view(), name="api-plan-submit"),
    path("plans/<uuid:id>/pass", restoration.PassPlan.as_view(), name="api-plan-pass"),
    path("plans/<uuid:id>/send_back", restoration.SendBackPlan.as_view(), name="api-plan-send-back"),
    path("plans/<uuid:id>/withdraw", restoration.WithdrawPlan.as_view(), name="api-plan-withdraw"),
    path("packages/<uuid:id>/lines", restoration.Lines.as_view(), name="api-package-lines"),
    # Sync
    path("sync/changes", sync.Pull.as_view(), name="api-sync-changes"),
    path("sync/push", sync.PushView.as_view(), name="api-sync-push"),
]

docs = SpectacularSwaggerSplitView.as_view(url_name="api-openapi")
