"""What the house keeps to, as functions over a source folder: each gives one line for every breach.

They read the source and import nothing of it, so that they can be shown a planted tree as well
(`test_the_checks_themselves.py` shows every one of them red once).
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS_OF_THEIR_OWN = {"kit", "vault", "ui", "content", "config", "ops", "live", "paper"}
"""Infrastructure: may have files with other plain names."""

FREE_TO_IMPORT = {"kit", "vault", "ui", "content"}
"""Rooms without actors and views: everything in them may be used from above."""

ORDER = (
    ("urls",),
    ("views",),
    ("forms",),
    ("actions", "notices", "privacy"),
    ("queries", "access"),
    ("models",),
    ("events",),
    ("rules",),
)
"""The files of a slice from top to bottom: the allowed direction of imports. `access` is circle's and people's."""

ALSO = {
    "apps": "Django finds it by this name",
    "__init__": "Python finds it by this name",
}

IN_ONE_SLICE = {
    ("people", "adapter"): "allauth asks for it by name",
    ("people", "middleware"): "Django asks for it by name",
    ("people", "sessions"): "Django asks for it by name",
    ("offline", "middleware"): "Django asks for it by name",
    ("flareup", "sheet"): "the plan in words, which is read with no regard to whether it is on",
    ("deliver", "push"): "speaks to push services, as three RFCs have it",
}
"""Files with another name, each with its reason."""

OPEN_TO_ROOMS_ABOVE = {"queries", "actions", "events", "access", "rules"}
"""What one imports from a lower slice. Never its models or its views."""

BANNED_NAMES = {"core", "common", "utils", "helpers", "manager", "service", "misc"}

LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_FILE = 60, 25, 400
LONG_FILES: dict[str, str] = {}
"""Files over the limit, each with its reason."""

LAID_ASIDE = {"tests", "migrations", "templates", "locale", "static", "fonts", "__pycache__"}


def sources(house: Path) -> Iterator[tuple[str, Path]]:
    """Every Python file of a room, with the room's name; tests and migrations are not looked at."""
    for path in sorted(house.glob("*/**/*.py")):
        inside = path.relative_to(house)
        if not LAID_ASIDE & set(inside.parts):
            yield inside.parts[0], path


def file_names(house: Path) -> list[str]:
    """In a slice only the ten names; nowhere a name that says nothing."""
    found = []
    allowed = {name for level in ORDER for name in level if name != "access"} | ALSO.keys()
    for room, path in sources(house):
        name = path.stem
        if name in BANNED_NAMES or room in BANNED_NAMES:
            found.append(f"{_place(house, path)}: “{name if name in BANNED_NAMES else room}” says nothing")
            continue
        if room in ROOMS_OF_THEIR_OWN or name in allowed or (room, name) in IN_ONE_SLICE:
            continue
        if name == "access" and room in ("circle", "people"):
            continue
        found.append(f"{_place(house, path)}: a slice has no file of this name")
    return found


def direction_within_slices(house: Path) -> list[str]:
    """In a slice a file imports only from those below it."""
    level = {name: depth for depth, names in enumerate(ORDER) for name in names}
    found = []
    for room, path in sources(house):
        if room in ROOMS_OF_THEIR_OWN or path.stem not in level:
            continue
        for line, other, module in imports(path):
            if other == room and module in level and level[module] < level[path.stem]:
                found.append(f"{_place(house, path)}:{line}: {path.stem} imports {module}, which stands above it")
    return found


def doors_between_rooms(house: Path) -> list[str]:
    """From a lower slice one takes its queries, actions, events, rules and access, never its models or views."""
    found = []
    for room, path in sources(house):
        for line, other, module in imports(path):
            if room == "config" or other == room or other in FREE_TO_IMPORT or not module:
                continue
            if module not in OPEN_TO_ROOMS_ABOVE:
                found.append(f"{_place(house, path)}:{line}: {room} imports {other}.{module}")
    return found


def lengths(house: Path) -> list[str]:
    """No function over sixty lines, no view over twenty-five, no file over four hundred without a reason."""
    found = []
    for _, path in sources(house):
        place = _place(house, path)
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_FILE and place not in LONG_FILES:
            found.append(f"{place}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            long = (node.end_lineno or node.lineno) - node.lineno + 1
            most = LONGEST_VIEW if path.stem == "views" else LONGEST_FUNCTION
            if long > most:
                found.append(f"{place}:{node.lineno}: {node.name} has {long} lines, {most} at most")
    return found


def inline_in_templates(house: Path) -> list[str]:
    """No script, style or handler inside a page, and nothing loaded from elsewhere: the policy would refuse it."""
    wrong = {
        r"<style\b": "a style element",
        r"\sstyle\s*=": "a style attribute",
        r"<script\b(?![^>]*\b(?:src\s*=|type=\"application/json\"))": "a script without src",
        r"\son[a-z]+\s*=\s*[\"']": "an event handler",
        r"javascript:": "a javascript: address",
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//": "something from elsewhere",
        r"hx-on[:-]": "an event handler of htmx",
    }
    found = []
    for path in sorted(house.glob("*/*templates/**/*.*")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{_place(house, path)}:{number}: {what}" for how, what in wrong.items() if re.search(how, line)]
    return found


def columns(house: Path) -> list[str]:
    """No `choices=` on a column, and an id that is a random UUID made in Python."""
    found = []
    for _, path in sources(house):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and _is_model(node):
                found += [f"{_place(house, path)}:{line}: {what}" for line, what in _column_faults(node)]
    return found


OTHER_KEYS = {
    "Change": "its number is the order of commits, and is never shown",
    "RootCheck": "there is one row of it",
}
"""Models with another key, each with its reason."""


def _column_faults(model: ast.ClassDef) -> Iterator[tuple[int, str]]:
    fields = {
        target.id: node.value
        for node in model.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for name, field in fields.items():
        given = {keyword.arg for keyword in field.keywords}
        if "choices" in given:
            yield field.lineno, f"{model.name}.{name} has choices, which a migration would have to follow"
    key = fields.get("id")
    if model.name in OTHER_KEYS:
        return
    if key is None or not ast.unparse(key.func).endswith("UUIDField") or "ids.new_id" not in ast.unparse(key):
        yield model.lineno, f"{model.name} has no id made by ids.new_id"


def _is_model(node: ast.ClassDef) -> bool:
    bases = {ast.unparse(base) for base in node.bases}
    abstract = any(
        isinstance(inner, ast.ClassDef) and inner.name == "Meta" and "abstract = True" in ast.unparse(inner)
        for inner in node.body
    )
    return "models.Model" in bases and not abstract


def impure_rules(house: Path) -> list[str]:
    """A room's `rules.py` brings no Django, no database and no clock with it, not even by another file."""
    script = (
        "import sys, importlib; sys.path.insert(0, sys.argv[1]); before = set(sys.modules)\n"
        "importlib.import_module(sys.argv[2])\n"
        "bad = {'django', 'sqlite3', 'psycopg', 'jinja2'}\n"
        "print(*sorted(name for name in set(sys.modules) - before if name.split('.')[0] in bad or name.endswith('kit.clock')))"
    )
    found = []
    for path in sorted(house.glob("*/rules.py")):
        module = f"{house.name}.{path.parent.name}.rules"
        done = subprocess.run(
            [sys.executable, "-c", script, str(house.parent), module], capture_output=True, text=True, check=False
        )
        if done.returncode:
            found.append(f"{_place(house, path)}: cannot be imported by itself: {done.stderr.strip().splitlines()[-1]}")
        elif brought := done.stdout.split():
            found.append(f"{_place(house, path)}: brings {brought[0]} with it")
    return found


def now_in_rules(house: Path) -> list[str]:
    """Rules are given the time; they do not ask for it."""
    asking = re.compile(r"\b(?:datetime\.now|date\.today|time\.time|clock\.now|clock\.today)\b")
    found = []
    for path in sorted(house.glob("*/rules.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if asking.search(line):
                found.append(f"{_place(house, path)}:{number}: asks what time it is")
    return found


def events(house: Path) -> list[str]:
    """An event is a frozen dataclass with ids and the name of a part, and no word of anybody's."""
    found = []
    for path in sorted(house.glob("*/events.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found += [f"{_place(house, path)}:{node.lineno}: {node.name} {what}" for what in _event_faults(node)]
    return found


def _event_faults(event: ast.ClassDef) -> Iterator[str]:
    if not any("frozen=True" in ast.unparse(decorator) for decorator in event.decorator_list):
        yield "is not a frozen dataclass"
    fields = {node.target.id: ast.unparse(node.annotation) for node in event.body
              if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}  # fmt: skip
    if "ClassVar[str]" not in fields.pop("part", ""):
        yield "names no part of a page"
    for name, kind in fields.items():
        if not re.fullmatch(r"(?:(?:uuid\.)?UUID|frozenset\[(?:uuid\.)?UUID\])(?: \| None)?", kind):
            yield f"carries {name}: {kind}; only ids are allowed"


def imports(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, room and file of every import from the house; the file is empty for a room itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            parts = node.module.split(".")
            if parts[0] != "roret":
                continue
            if len(parts) == 2:
                for alias in node.names:
                    yield node.lineno, parts[1], alias.name
            elif len(parts) > 2:
                yield node.lineno, parts[1], parts[2]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                if parts[0] == "roret" and len(parts) > 1:
                    yield node.lineno, parts[1], parts[2] if len(parts) > 2 else ""


def _place(house: Path, path: Path) -> str:
    return str(path.relative_to(house))


CHECKS = (
    file_names,
    direction_within_slices,
    doors_between_rooms,
    lengths,
    inline_in_templates,
    columns,
    impure_rules,
    now_in_rules,
    events,
)
