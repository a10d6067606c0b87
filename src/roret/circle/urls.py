from __future__ import annotations

from django.urls import path

from roret.circle import views

app_name = "circle"

urlpatterns = [
    path("join/<str:token>", views.join, name="join"),
    path("c/<uuid:circle_id>/people", views.people, name="people"),
    path("c/<uuid:circle_id>/people/invite", views.invite, name="invite"),
    path(
        "c/<uuid:circle_id>/people/invitations/<uuid:invitation_id>/withdraw",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("c/<uuid:circle_id>/people/add", views.add, name="add"),
    path("c/<uuid:circle_id>/people/name", views.rename, name="rename"),
    path("c/<uuid:circle_id>/people/<uuid:member_id>/topics", views.topics, name="topics"),
    path("c/<uuid:circle_id>/people/<uuid:member_id>/out", views.take_out, name="take_out"),
    path("c/<uuid:circle_id>/people/leave", views.leave, name="leave"),
    path("c/<uuid:circle_id>/people/rest", views.rest, name="rest"),
    path("c/<uuid:circle_id>/sees", views.sees, name="sees"),
    path("c/<uuid:circle_id>/share", views.shares, name="shares"),
    path("c/<uuid:circle_id>/share/new", views.share, name="share"),
    path("c/<uuid:circle_id>/share/<uuid:share_id>/withdraw", views.withdraw_share, name="withdraw_share"),
]
