from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from roret.learn import views

app_name = "learn"

C = "c/<uuid:circle_id>"

# Each page has two addresses of one name: one for everybody, and one inside a circle.
urlpatterns = [
    path("learn", views.home, name="home"),
    path("learn/<slug:page_id>", views.page, name="page"),
    path("toolbox", views.toolbox, name="toolbox"),
    path("toolbox/<slug:situation>", views.situation, name="situation"),
    path("practice", views.practice, name="practice"),
    path("practice/<slug:case_id>", views.case, name="case"),
    path(f"{C}/learn", login_required(views.home), name="home"),
    path(f"{C}/learn/<slug:page_id>", login_required(views.page), name="page"),
    path(f"{C}/learn/<slug:page_id>/mark", login_required(views.mark), name="mark"),
    path(f"{C}/toolbox", login_required(views.toolbox), name="toolbox"),
    path(f"{C}/toolbox/star", login_required(views.star), name="star"),
    path(f"{C}/toolbox/<slug:situation>", login_required(views.situation), name="situation"),
    path(f"{C}/practice", login_required(views.practice), name="practice"),
    path(f"{C}/practice/<slug:case_id>", login_required(views.case), name="case"),
]
