"""All addresses of Roret, and one more that answers with nothing: the measure for the others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from roret.config.urls import handler400, handler403, handler404, handler500
from roret.config.urls import urlpatterns as roret

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [*roret, path("empty", empty)]
