"""Runs in a process of its own on its own data folder. Commands: make, write, canaries, count.

`write` makes owners and their notes as an action does, one after the other, until it is killed.
"""

from __future__ import annotations

import json
import os
import sys
import uuid

os.environ["DJANGO_SETTINGS_MODULE"] = "roret.vault.tests.settings"
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from roret.vault import actions, queries  # noqa: E402
from roret.vault.models import Key  # noqa: E402
from roret.vault.sealing import Owner, SealError  # noqa: E402
from roret.vault.tests.notes import Note  # noqa: E402


def make() -> None:
    call_command("migrate", database="default", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Note)


def write() -> None:
    say("writing")
    while True:
        with transaction.atomic():
            owner = Owner("member", uuid.uuid4())
            actions.make_key(owner)
            Note.objects.create(member_id=owner.id, text="Written before the lights went out")


def canaries() -> None:
    """Read words from standard input, one a line, write them in every way there is, and stay open for a look."""
    owner = Owner("member", uuid.uuid4())
    actions.make_key(owner)
    words = [line.rstrip("\n") for line in sys.stdin]
    for word in words:
        note = Note.objects.create(member_id=owner.id, text=word, aside=word, answers={word: [word]})
        note.text = f"{word} again"
        note.save()
    Note.objects.bulk_create(Note(member_id=owner.id, text=word) for word in words)
    Note.objects.filter(aside__isnull=True).delete()
    assert {note.text for note in Note.objects.all()} == {f"{word} again" for word in words}
    say(str(Note.objects.count()))
    os.kill(os.getpid(), 9)  # no tidying up: log and journal stay on the disk as they are


def count() -> None:
    unreadable = 0
    rows = list(Note.objects.order_by("id"))
    queries.warm(row.seal_owner for row in rows)
    for row in rows:
        try:
            assert row.text
        except SealError:
            unreadable += 1
    spare = Key.objects.exclude(owner_id__in=[row.member_id for row in rows]).count() if len(rows) < 20_000 else -1
    say(json.dumps({"rows": len(rows), "unreadable": unreadable, "spare_keys": spare}))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


{"make": make, "write": write, "canaries": canaries, "count": count}[sys.argv[1]]()
