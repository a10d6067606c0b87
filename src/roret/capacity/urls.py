from __future__ import annotations

from django.urls import path

from roret.capacity import views

app_name = "capacity"

C = "c/<uuid:circle_id>"

urlpatterns = [
    path(f"{C}/today/code", views.code, name="code"),
    path(f"{C}/today/code/clear", views.clear, name="clear"),
]
