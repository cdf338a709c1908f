"""Index of all addresses: pages, the API, the back room."""

from django.contrib import admin
from django.urls import include, path

from assessments import urls_api
from assessments.desk import api as desk_api

urlpatterns = [
    path("healthz", desk_api.healthz, name="healthz"),
    path("readyz", desk_api.readyz, name="readyz"),
    path("metrics", desk_api.metrics, name="metrics"),
    path("api/v1/", include(urls_api)),
    path("api/docs", urls_api.docs, name="api-docs"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
