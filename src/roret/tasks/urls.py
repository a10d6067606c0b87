from __future__ import annotations

from django.urls import path

from roret.tasks import views

app_name = "tasks"

urlpatterns = [
    path("c/<uuid:circle_id>/tasks", views.home, name="home"),
    path("c/<uuid:circle_id>/tasks/new", views.new, name="new"),
    path("c/<uuid:circle_id>/tasks/noticed", views.noticed, name="noticed"),
    path("c/<uuid:circle_id>/tasks/<uuid:task_id>", views.task, name="task"),
    path("c/<uuid:circle_id>/tasks/<uuid:task_id>/hard", views.hard, name="hard"),
    path("c/<uuid:circle_id>/tasks/<uuid:task_id>/free", views.step_back, name="step_back"),
    path("c/<uuid:circle_id>/tasks/<uuid:task_id>/take", views.take, name="take"),
    path("c/<uuid:circle_id>/tasks/<uuid:task_id>/away", views.take_away, name="take_away"),
    path("c/<uuid:circle_id>/tasks/<uuid:task_id>/back", views.put_back, name="put_back"),
]
