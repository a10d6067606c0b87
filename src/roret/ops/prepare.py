"""What has to stand before the first page: a data folder that can be written, catalogues, both databases."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from roret.ops import catalogues
from roret.ops.house import Refused
from roret.vault import queries as vault

DATABASES = ("keys", "default")
"""In this order everywhere: a text is never there before its key."""


def prepare() -> None:
    """Make folder, texts and databases ready. Raises `Refused` with a sentence that says what to do."""
    check_data_folder()
    check_root_key()
    catalogues.compile_missing()
    migrate()


def check_data_folder() -> None:
    """Raises `Refused` when the data folder cannot be written to; makes it when it is not there yet."""
    folder: Path = settings.DATA
    databases = [Path(one["NAME"]).parent for one in settings.DATABASES.values() if "sqlite" in one["ENGINE"]]
    try:
        for part in (folder, Path(settings.STATIC_ROOT), *databases):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=part):
                pass
    except OSError as error:
        raise Refused(
            f"The data folder {folder} cannot be written to ({error.strerror}). Nothing was started. "
            "Make it writable for the user who runs Roret, or choose another folder with RORET_DATA."
        ) from None


def check_root_key() -> None:
    """Raises `Refused` when the root key does not open the keyring that is there. Nothing is written."""
    problem = vault.root_key_problem()
    connections["keys"].close()
    if problem:
        raise Refused(problem)


def check_configuration() -> None:
    """Raises `Refused` with the hint of everything that Django's system checks find wrong."""
    wrong = [found for found in checks.run_checks() if found.is_serious()]
    if wrong:
        raise Refused("\n".join(f"{found.msg} {found.hint or ''}".strip() for found in wrong))


def migrate() -> bool:
    """Bring both databases up to this version. Gives whether there was anything to do.

    Raises `Refused` when a database does not answer or has been used by a newer version.
    """
    changed = False
    for name in DATABASES:
        try:
            if _behind(name):
                call_command("migrate", database=name, verbosity=0, interactive=False)
                changed = True
        except DatabaseError as error:
            raise Refused(_unreachable(name, error)) from None
        finally:
            connections[name].close()
    return changed


def _behind(name: str) -> bool:
    executor = MigrationExecutor(connections[name])
    applied, known = set(executor.loader.applied_migrations), set(executor.loader.disk_migrations)
    newer = sorted(f"{app}.{step}" for app, step in applied - known if app in executor.loader.migrated_apps)
    if newer:
        raise Refused(
            f"The database was used by a newer Roret than this one (it knows {newer[0]}, this version does not). "
            "Nothing was changed. Start the newer version, or put back a backup from before the update."
        )
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _unreachable(name: str, error: Exception) -> str:
    option = {"default": "RORET_DATABASE", "keys": "RORET_KEYRING"}[name]
    if "sqlite" in settings.DATABASES[name]["ENGINE"]:
        return (
            f"The database {settings.DATABASES[name]['NAME']} cannot be opened ({type(error).__name__}). "
            "Check that it is a database, that it can be written, and that the disk is not full."
        )
    return (
        f"The database named by {option} does not answer ({type(error).__name__}). Check that it runs and the address."
    )
