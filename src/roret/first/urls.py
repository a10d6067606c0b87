from __future__ import annotations

from django.urls import path

from roret.first import views

urlpatterns = [
    path("", views.front, name="front"),
    path("first/<int:number>", views.question, name="first_question"),
    path("first/done", views.done, name="first_done"),
    path("first/forget", views.forget, name="first_forget"),
    path("first/support", views.support, name="first_support"),
    path("start/<slug:role>", views.start, name="start"),
    path("help", views.help_page, name="help"),
    path("about", views.about, name="about"),
]
