from __future__ import annotations

from django.urls import path

from roret.profile import views

app_name = "profile"

urlpatterns = [
    path("c/<uuid:circle_id>", views.home, name="home"),
    path("c/<uuid:circle_id>/page", views.page, name="page"),
    path("c/<uuid:circle_id>/review", views.review, name="review"),
    path("c/<uuid:circle_id>/notices/<uuid:notice_id>/read", views.read_notice, name="read_notice"),
    path("c/<uuid:circle_id>/with/<uuid:agreement_id>", views.agreement, name="agreement"),
    path("c/<uuid:circle_id>/with/<uuid:agreement_id>/<int:version>/yes", views.say_yes, name="say_yes"),
    path("c/<uuid:circle_id>/with/<uuid:agreement_id>/<int:version>/aside", views.set_aside, name="set_aside"),
    path("c/<uuid:circle_id>/with/<uuid:agreement_id>/<int:version>/keep", views.keep, name="keep"),
    path("c/<uuid:circle_id>/with/<uuid:agreement_id>/<int:version>/again", views.again, name="again"),
    path("c/<uuid:circle_id>/with/<uuid:agreement_id>/pause", views.pause, name="pause"),
    path("c/<uuid:circle_id>/with/<uuid:agreement_id>/end", views.end, name="end"),
    path("g/<str:token>", views.guest, name="guest"),
]
