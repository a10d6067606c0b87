"""Every address there is. Words in them are neutral: an address bar tells nobody anything."""

from __future__ import annotations

from django.urls import include, path

from roret.people.urls import allauth_urlpatterns

urlpatterns = [
    path("", include("roret.first.urls")),
    path("", include("roret.people.urls")),
    path("", include(allauth_urlpatterns)),
    path("", include("roret.circle.urls")),
    path("", include("roret.today.urls")),
    path("", include("roret.capacity.urls")),
    path("", include("roret.zones.urls")),
    path("", include("roret.signals.urls")),
    path("", include("roret.withdraw.urls")),
    path("", include("roret.asking.urls")),
    path("", include("roret.advice.urls")),
    path("", include("roret.learn.urls")),
    path("", include("roret.words.urls")),
    path("", include("roret.tasks.urls")),
    path("", include("roret.sharing.urls")),
    path("", include("roret.flat.urls")),
    path("", include("roret.flareup.urls")),
    path("", include("roret.offline.urls")),
    path("", include("roret.deliver.urls")),
    path("", include("roret.deck.urls")),
    path("", include("roret.profile.urls")),
    path("", include("roret.paper.urls")),
    path("", include("roret.ui.urls")),
    path("", include("roret.ops.urls")),
]
handler404 = "roret.first.views.not_found"
handler500 = "roret.first.views.broken"
handler403 = "roret.first.views.forbidden"
handler400 = "roret.first.views.bad_request"
