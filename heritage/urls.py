"""The root URLconf: the URLs of the app, and the error handlers of Django."""

from django.urls import include, path

urlpatterns = [path("", include("assessments.urls"))]
handler400 = "assessments.kit.exception_handlers.bad_request_page"
handler403 = "assessments.kit.exception_handlers.forbidden_page"
handler404 = "assessments.kit.exception_handlers.not_found_page"
handler500 = "assessments.kit.exception_handlers.failure_page"
handler429 = "assessments.kit.exception_handlers.too_fast_page"
