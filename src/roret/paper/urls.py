from __future__ import annotations

from django.urls import path

from roret.paper import views

app_name = "paper"

urlpatterns = [
    path("c/<uuid:circle_id>/page.pdf", views.profile, name="profile"),
    path("c/<uuid:circle_id>/cards.pdf", views.cards, name="cards"),
    path("c/<uuid:circle_id>/card.pdf", views.wallet, name="wallet"),
    path("g/<str:token>/page.pdf", views.guest, name="guest"),
]
