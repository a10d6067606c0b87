from __future__ import annotations

from django.urls import path

from roret.withdraw import views

app_name = "withdraw"

C = "c/<uuid:circle_id>/today"

urlpatterns = [
    path(f"{C}/away", views.away, name="away"),
    path(f"{C}/away/more", views.more, name="more"),
    path(f"{C}/away/back", views.back, name="back"),
]
