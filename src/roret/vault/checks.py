"""Mistakes that are told before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register

from roret.vault import keyring, queries
from roret.vault.fields import SealedField


@register(Tags.database)
def check_root_key(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with `check --database keys` and before `migrate`, like every check that has to ask a database."""
    if keyring.DATABASE not in (databases or ()):
        return []
    problem = queries.root_key_problem()
    if problem is None:
        return []
    return [
        Error(
            problem,
            hint="`roret doctor` names the root key and the keyring in use. Start again when they belong together.",
            id="vault.E001",
        )
    ]


@register(Tags.models)
def check_labels(**kwargs: Any) -> list[CheckMessage]:
    """Two sealed fields with one label could be swapped for each other within a row."""
    seen: dict[str, str] = {}
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if not isinstance(field, SealedField):
                continue
            place = f"{model._meta.label}.{field.name}"
            other = seen.setdefault(field.label, place)
            if other != place:
                found.append(
                    Error(
                        f"{place} and {other} have the same seal label “{field.label}”.",
                        hint="Give the newer one a label of its own. A label in use must never change.",
                        obj=field,
                        id="vault.E002",
                    )
                )
    return found
