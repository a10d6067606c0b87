from __future__ import annotations

from django.urls import path

from roret.deliver import views

app_name = "deliver"

urlpatterns = [
    path("c/<uuid:circle_id>/me/notify", views.notify, name="notify"),
    path("sw.js", views.worker, name="worker"),
]
