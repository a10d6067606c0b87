from __future__ import annotations

from django.urls import URLPattern

app_name = "withdraw"

urlpatterns: list[URLPattern] = []
