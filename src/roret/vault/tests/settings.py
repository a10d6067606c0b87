"""The vault and two databases, nothing else: what the vault's tests need, also in processes of their own."""

import os
import sqlite3
import sys
import tempfile
from pathlib import Path

try:
    import pysqlite3
except ImportError:
    JOURNAL = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "TRUNCATE"
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    JOURNAL = "WAL"
JOURNAL = os.environ.get("RORET_TEST_JOURNAL", JOURNAL)

from roret.vault.rootkey import django_secret  # noqa: E402

# Without a folder of its own this is `pytest --ds=roret.vault.tests.settings`, which wants databases named test.
NAMES = ("roret.sqlite3", "keyring.sqlite3") if "RORET_DATA" in os.environ else ("test.sqlite3", "test_keys.sqlite3")
DATA = Path(os.environ.get("RORET_DATA") or tempfile.mkdtemp(prefix="roret-test-")).absolute()
ROOT_KEY = os.environ.get("RORET_ROOT_KEY", "")
ROOT_KEY_FILE = DATA / "secrets" / "root.key"
SECRET_KEY = django_secret(ROOT_KEY, ROOT_KEY_FILE)
INSTALLED_APPS = ["roret.vault"]
USE_TZ = True
(DATA / "keys").mkdir(parents=True, exist_ok=True)


def _database(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": str(path.with_suffix(".test.sqlite3"))},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={JOURNAL}; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


DATABASES = {
    "default": _database(DATA / NAMES[0]),
    "keys": _database(DATA / "keys" / NAMES[1]),
}
DATABASE_ROUTERS = ["roret.config.databases.KeyringRouter"]
