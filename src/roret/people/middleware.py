"""The page in the reader's own language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from roret.kit.lang import reader_lang


def own_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A signed-in person's chosen language goes before the browser's. Costs no query on a stranger's page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        response = get_response(request)
        response.headers["Content-Language"] = reader_lang()
        return response

    return middleware
