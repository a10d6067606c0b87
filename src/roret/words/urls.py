from __future__ import annotations

from django.urls import path

from roret.words import views

app_name = "words"

C = "c/<uuid:circle_id>"

urlpatterns = [
    path("ordvalg", views.ordvalg, name="ordvalg"),
    path("api/ordvalg", views.api, name="api"),
    path(f"{C}/ordvalg", views.here, name="here"),
    path(f"{C}/ordvalg/look", views.look, name="look"),
    path(f"{C}/ordvalg/beside", views.beside, name="beside"),
    path(f"{C}/me/ordvalg", views.choose, name="choose"),
    path(f"{C}/words", views.words, name="words"),
    path(f"{C}/words/say/<uuid:member_id>", views.say, name="say"),
    path(f"{C}/words/say/<uuid:member_id>/back", views.back, name="back"),
    path(f"{C}/words/from/<uuid:member_id>/away", views.away, name="away"),
]
