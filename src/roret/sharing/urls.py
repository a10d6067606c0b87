from __future__ import annotations

from django.urls import path

from roret.sharing import views

app_name = "sharing"

C = "c/<uuid:circle_id>/day"

urlpatterns = [
    path(C, views.day, name="day"),
    path(f"{C}/now", views.now, name="now"),
    path(f"{C}/told", views.noticed, name="noticed"),
    path(f"{C}/suggested", views.suggested, name="suggested"),
    path(f"{C}/offers/<uuid:offer_id>/answer", views.answer, name="answer"),
    path(f"{C}/offers/<uuid:offer_id>/back", views.take_back, name="take_back"),
    path(f"{C}/<uuid:thing_id>/move", views.move, name="move"),
    path(f"{C}/<uuid:thing_id>/say", views.say, name="say"),
    path(f"{C}/<uuid:thing_id>/ask", views.ask, name="ask"),
]
