"""The rooms' catalogues, `.po` as people write them and `.mo` as the pages read them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from roret.ops.house import Refused


def written(places: Iterable[str | Path]) -> list[Path]:
    """Every catalogue in these locale folders, in a fixed order."""
    return sorted(path for place in places for path in Path(place).glob("*/LC_MESSAGES/django.po"))


def uncompiled(places: Iterable[str | Path]) -> list[Path]:
    """Those whose `.mo` is missing or older than the text."""
    return [path for path in written(places) if not _is_fresh(path)]


def compile_catalogue(path: Path) -> None:
    """Write the `.mo` beside a `.po`, whole or not at all. Fuzzy messages stay in the source language.

    Babel is imported here alone: it is seldom needed, and takes memory.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.parent.name)
    draft = path.with_suffix(".mo.draft")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(path.with_suffix(".mo"))


def compile_missing() -> None:
    """Compile what is not compiled. Raises `Refused` when that is needed and the folder cannot be written."""
    for path in uncompiled(settings.LOCALE_PATHS):
        try:
            compile_catalogue(path)
        except OSError as error:
            raise Refused(
                f"The texts in {path} are not compiled, and the folder cannot be written to ({error.strerror}). "
                "Run `make messages` as a user who may, then start again."
            ) from None


def _is_fresh(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime
