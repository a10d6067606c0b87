from __future__ import annotations

from django.urls import path

from roret.deck import views

app_name = "deck"

C = "c/<uuid:circle_id>"
T = f"{C}/table/<uuid:member_id>"

urlpatterns = [
    path(f"{C}/cards", views.deck, name="deck"),
    path(f"{C}/cards/<slug:topic>", views.card, name="card"),
    path(f"{C}/cards/<slug:topic>/q/<str:key>", views.question, name="question"),
    path(f"{C}/cards/<slug:topic>/q/<str:key>/texts/<uuid:beside_id>", views.settle, name="settle"),
    path(f"{C}/cards/<slug:topic>/end", views.end, name="end"),
    path(f"{C}/cards/<slug:topic>/state", views.state, name="state"),
    path(f"{C}/cards/<slug:topic>/wish", views.wish, name="wish"),
    path(f"{C}/cards/<slug:topic>/propose", views.propose, name="propose"),
    path(f"{C}/cards/<slug:topic>/with/<uuid:member_id>", views.both, name="both"),
    path(f"{C}/table", views.table, name="table"),
    path(T, views.choose, name="choose"),
    path(f"{T}/<slug:topic>", views.begin, name="begin"),
    path(f"{T}/<slug:topic>/hand", views.hand, name="hand"),
    path(f"{T}/<slug:topic>/q/<str:key>", views.table_question, name="table_question"),
    path(f"{T}/<slug:topic>/done", views.table_done, name="table_done"),
]
