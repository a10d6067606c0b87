"""In which language whoever is before the page reads."""

from __future__ import annotations

from django.utils.translation import get_language


def reader_lang() -> str:
    """The code of the reader's language, Danish where nothing was said."""
    return get_language() or "da"
