"""Each check is shown a planted house: quiet on a good one, red on a bad one."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.architecture import checks

GOOD = {
    "roret/__init__.py": "",
    "roret/zones/__init__.py": "",
    "roret/zones/apps.py": "",
    "roret/zones/views.py": """
        from roret.zones import actions, queries
        def page(request):
            return queries.zones(request)
        """,
    "roret/zones/actions.py": """
        from roret.circle import actions as circle
        from roret.zones.models import Zone
        from roret.kit import clock
        def set_zone():
            return clock.now()
        """,
    "roret/zones/models.py": """
        from django.db import models
        from roret.kit import ids
        class Zone(models.Model):
            id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
            kind = models.TextField()
        """,
    "roret/zones/events.py": """
        import uuid
        from dataclasses import dataclass
        from typing import ClassVar
        @dataclass(frozen=True)
        class ZoneSet:
            circle_id: uuid.UUID
            part: ClassVar[str] = "zones"
        """,
    "roret/zones/rules.py": """
        from datetime import datetime
        def inside(now: datetime) -> bool:
            return now.hour >= 18
        """,
    "roret/zones/templates/zones/page.html": """
        <link rel="stylesheet" href="/static/ui/roret.css">
        <script src="/static/ui/roret.js" defer></script>
        <p class="on-top">{{ words }}</p>
        """,
    "roret/kit/anything.py": "",
}

BAD = {
    "file_names": [
        {"roret/zones/utils.py": ""},
        {"roret/zones/engine.py": ""},
        {"roret/vault/helpers.py": ""},
        {"roret/common/views.py": ""},
        {"roret/zones/access.py": ""},
    ],
    "direction_within_slices": [
        {"roret/zones/rules.py": "from roret.zones.models import Zone"},
        {"roret/zones/models.py": "from roret.zones import queries"},
        {"roret/zones/actions.py": "import roret.zones.views"},
    ],
    "doors_between_rooms": [
        {"roret/zones/actions.py": "from roret.circle.models import Circle"},
        {"roret/zones/views.py": "from roret.circle import views"},
        {"roret/zones/queries.py": "def late():\n    from roret.people.models import Person"},
    ],
    "lengths": [
        {"roret/zones/views.py": "def page(request):\n" + "    x = 1\n" * 25},
        {"roret/zones/actions.py": "def set_zone():\n" + "    x = 1\n" * 60},
        {"roret/zones/queries.py": "x = 1\n" * 401},
        {"roret/zones/actions.py": "class A:\n    async def set_zone(self):\n" + "        x = 1\n" * 60},
    ],
    "inline_in_templates": [
        {"roret/zones/templates/zones/page.html": '<p style="color: red">'},
        {"roret/zones/templates/zones/page.html": "<style>p { color: red }</style>"},
        {"roret/zones/templates/zones/page.html": "<script>alert(1)</script>"},
        {"roret/zones/templates/zones/page.html": '<button onclick="go()">'},
        {"roret/zones/templates/zones/page.html": '<a href="javascript:go()">'},
        {"roret/zones/templates/zones/page.html": '<script src="https://elsewhere.example/a.js"></script>'},
        {"roret/zones/templates/zones/_row.html": '<img src="//elsewhere.example/a.png">'},
        {"roret/zones/templates/zones/picture.svg": '<path style="fill: red"/>'},
    ],
    "columns": [
        {
            "roret/zones/models.py": "class Zone(models.Model):\n    id = models.UUIDField(default=ids.new_id)\n"
            "    kind = models.TextField(choices=KINDS)"
        },  # fmt: skip
        {"roret/zones/models.py": "class Zone(models.Model):\n    kind = models.TextField()"},
        {"roret/zones/models.py": "class Zone(models.Model):\n    id = models.AutoField(primary_key=True)"},
        {"roret/zones/models.py": "class Zone(models.Model):\n    id = models.UUIDField(default=uuid.uuid4)"},
    ],
    "impure_rules": [
        {"roret/zones/rules.py": "from django.utils import timezone"},
        {"roret/zones/rules.py": "from roret.zones import words", "roret/zones/words.py": "import sqlite3"},
        {"roret/zones/rules.py": "import roret.nowhere"},
    ],
    "now_in_rules": [
        {"roret/zones/rules.py": "from datetime import datetime\nx = datetime.now()"},
        {"roret/zones/rules.py": "def f(clock):\n    return clock.now()"},
    ],
    "events": [
        {"roret/zones/events.py": "@dataclass\nclass ZoneSet:\n    circle_id: UUID\n    part: ClassVar[str] = 'zones'"},
        {"roret/zones/events.py": "@dataclass(frozen=True)\nclass ZoneSet:\n    circle_id: UUID"},
        {
            "roret/zones/events.py": "@dataclass(frozen=True)\nclass ZoneSet:\n    circle_id: UUID\n"
            "    part: ClassVar[str] = 'zones'\n    note: str = ''"
        },  # fmt: skip
    ],
}


def planted(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder / "roret"


def test_every_check_has_bad_examples():
    assert set(BAD) == {check.__name__ for check in checks.CHECKS}


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_a_good_house_is_let_pass(check, tmp_path):
    assert check(planted(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("name", "files"),
    [
        pytest.param(name, files, id=f"{name}-{number}")
        for name, all_ in BAD.items()
        for number, files in enumerate(all_)
    ],
)
def test_a_breach_is_found(name, files, tmp_path):
    found = getattr(checks, name)(planted(tmp_path, {**GOOD, **files}))
    assert len(found) == 1, found


def test_a_long_view_is_allowed_where_it_is_no_view(tmp_path):
    assert checks.lengths(planted(tmp_path, {"roret/zones/actions.py": "def f():\n" + "    x = 1\n" * 50})) == []
