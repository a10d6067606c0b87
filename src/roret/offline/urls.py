from __future__ import annotations

from django.urls import path

from roret.offline import views

app_name = "offline"

urlpatterns = [
    path("c/<uuid:circle_id>/phone", views.phone, name="phone"),
    path("c/<uuid:circle_id>/phone/sheet", views.sheet, name="sheet"),
    path("pocket", views.pocket, name="pocket"),
    path("pocket/<str:lang>", views.pocket, name="pocket_in"),
]
