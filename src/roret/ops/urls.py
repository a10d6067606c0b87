"""The host's addresses. `too-long` and `too-slow` are where the server shows why it took a form off the wire."""

from __future__ import annotations

from django.urls import path

from roret.ops import views

app_name = "ops"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("too-long", views.too_long, name="too_long"),
    path("too-slow", views.too_slow, name="too_slow"),
]
