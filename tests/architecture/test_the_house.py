"""The house as it stands keeps to what it says of itself."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.architecture import checks

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "roret"


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps(check):
    assert check(HOUSE) == []


def test_the_library_beside_it_is_in_short_pieces_too():
    assert checks.lengths(ROOT / "src") == []


def test_imports_go_downward_only():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_event_is_wired_and_every_part_of_an_event_can_be_fetched():
    from roret.config import wiring

    there = {
        value
        for path in HOUSE.glob("*/events.py")
        for value in vars(importlib.import_module(f"roret.{path.parent.name}.events")).values()
        if isinstance(value, type) and value.__module__ == f"roret.{path.parent.name}.events"
    }
    assert there == set(wiring.EVENTS)
    assert {event.part for event in there} == set(wiring.PARTS)


def test_every_part_leads_to_an_address():
    from roret.config import wiring

    known = set(_names(get_resolver()))
    assert {address for address in wiring.PARTS.values() if address not in known} == set()


def _names(resolver, before=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inside = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from _names(pattern, inside)
        elif pattern.name:
            yield before + pattern.name


def test_every_kind_that_becomes_due_is_wired():
    """A kind is written where it is put into the outbox: `due(kind="…"`."""
    from roret.config import wiring

    kinds = set()
    for _, path in checks.sources(HOUSE):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "due":
                kinds |= {ast.literal_eval(word.value) for word in node.keywords if word.arg == "kind"}
    assert kinds == set(wiring.DUE)
    assert all(callable(handler) for handler in wiring.DUE.values())


@pytest.mark.django_db(databases=["default", "keys"])
def test_migrations_are_up_to_the_models():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0, skip_checks=True)


def test_no_migration_knows_of_choices():
    found = [str(path) for path in HOUSE.glob("*/migrations/0*.py") if "choices=" in path.read_text(encoding="utf-8")]
    assert found == []


def test_the_addresses_are_neutral():
    """A word in an address is read over shoulders, in histories and by proxies."""
    telling = ("pain", "smerte", "profile-of", "illness", "sick", "syg", "diagnos")
    found = [str(p) for p in _routes(get_resolver()) if any(word in str(p).lower() for word in telling)]
    assert found == []


def _routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern, route)
        else:
            yield route
