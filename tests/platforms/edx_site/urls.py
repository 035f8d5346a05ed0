"""Addresses of the site: the consumer's own under /api/, as in an LMS, and five pages of the course."""

from django.urls import include, path
from edx_site import views

urlpatterns = [
    path("api/", include("lti_consumer.plugin.urls", namespace="lti_consumer")),
    path("launch/", views.launch),
    path("unit/", views.unit),
    path("studio/", views.studio),
    path("settings/", views.show_settings),
    path("records/", views.show_records),
]
