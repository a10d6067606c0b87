from __future__ import annotations

from django.urls import path

from roret.zones import views

app_name = "zones"

C = "c/<uuid:circle_id>"

urlpatterns = [
    path(f"{C}/today/free", views.free, name="free"),
    path(f"{C}/today/free/off", views.off, name="off"),
]
