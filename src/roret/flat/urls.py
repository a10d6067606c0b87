from __future__ import annotations

from django.urls import path

from roret.flat import views

app_name = "flat"

urlpatterns = [
    path("c/<uuid:circle_id>/flat", views.plan, name="plan"),
]
