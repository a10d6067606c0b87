from __future__ import annotations

from django.urls import path

from roret.today import views

app_name = "today"

C = "c/<uuid:circle_id>"

urlpatterns = [
    path(f"{C}/today", views.home, name="home"),
    path(f"{C}/today/now", views.now, name="now"),
    path(f"{C}/today/view", views.view, name="view"),
]
