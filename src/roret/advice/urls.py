from __future__ import annotations

from django.urls import path

from roret.advice import views

app_name = "advice"

C = "c/<uuid:circle_id>"

urlpatterns = [
    path(f"{C}/today/offer/<uuid:member_id>", views.offer, name="offer"),
    path(f"{C}/today/offer/<uuid:offer_id>/answer", views.answer, name="answer"),
    path(f"{C}/today/offer/<uuid:offer_id>/read", views.read, name="read"),
]
