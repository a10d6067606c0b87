from __future__ import annotations

from django.urls import path

from roret.flareup import views

app_name = "flareup"

C = "c/<uuid:circle_id>/plan"

urlpatterns = [
    path(C, views.home, name="home"),
    path(f"{C}/now", views.now, name="now"),
    path(f"{C}/on", views.on, name="on"),
    path(f"{C}/undo", views.undo, name="undo"),
    path(f"{C}/off", views.off, name="off"),
    path(f"{C}/still", views.still, name="still"),
    path(f"{C}/answer", views.answer, name="answer"),
    path(f"{C}/answer/back", views.back, name="back"),
    path(f"{C}/sent", views.sent, name="sent"),
    path(f"{C}/named/<uuid:member_id>", views.name, name="name"),
    path(f"{C}/try", views.rehearse, name="rehearse"),
    path(f"{C}/look", views.look, name="look"),
    path(f"{C}/look/in", views.take_in, name="take_in"),
    path(f"{C}/look/later", views.put_off, name="put_off"),
]
