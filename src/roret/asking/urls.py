from __future__ import annotations

from django.urls import path

from roret.asking import views

app_name = "asking"

ASK = "c/<uuid:circle_id>/today/ask"

urlpatterns = [
    path(f"{ASK}/<uuid:member_id>", views.ask, name="ask"),
    path(f"{ASK}/<uuid:question_id>/answer", views.answer, name="answer"),
    path(f"{ASK}/<uuid:member_id>/mute", views.mute, name="mute"),
]
