"""Data folders and databases for tests that start a Roret of their own."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bench.starting import begin


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a root key and both SQLite databases up to date. To be copied, not used."""
    folder = tmp_path_factory.mktemp("migrated")
    process = begin(folder, "migrate")
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return folder


@pytest.fixture
def folder(migrated: Path, tmp_path: Path) -> Path:
    """A data folder that has been started once."""
    shutil.copytree(migrated / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture
def databases() -> Iterator[dict[str, str]]:
    """Settings that name the databases: none on SQLite; two new ones when the suite runs on PostgreSQL."""
    server = os.environ.get("RORET_DATABASE", "").rpartition("/")[0]
    if not server:
        yield {}
        return
    names = [f"test_ops_{uuid.uuid4().hex}" for _ in range(2)]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        yield {"RORET_DATABASE": f"{server}/{names[0]}", "RORET_KEYRING": f"{server}/{names[1]}"}
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]
