"""All addresses: pages, the API, the back room."""

from django.urls import include, path

urlpatterns = [path("", include("assessments.urls"))]
handler400 = "assessments.kit.doors.bad_request_page"
handler403 = "assessments.kit.doors.forbidden_page"
handler404 = "assessments.kit.doors.not_found_page"
handler500 = "assessments.kit.doors.failure_page"
