from __future__ import annotations

from django.urls import path

from roret.signals import views

app_name = "signals"

C = "c/<uuid:circle_id>/today"

urlpatterns = [
    path(f"{C}/signal", views.send, name="send"),
    path(f"{C}/signal/back", views.back, name="back"),
    path(f"{C}/thanks/noticed", views.noticed, name="noticed"),
    path(f"{C}/thanks/<uuid:member_id>", views.thank, name="thank"),
]
