"""On the real tables: what is sealed for one row, one field and one circle opens nowhere else."""

from __future__ import annotations

import base64
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models
from django.test import Client

from roret.deliver.models import HouseKey
from roret.people.models import Session
from roret.vault import fields
from roret.vault.sealing import HOUSE, SealError, Tampered, open_sealed
from tests.canaries import Canaries
from tests.trust.a_day import say_everything
from tests.world import World, build_world, in_browser, kept_apart

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EACH = 6
"""Rows of each sealed field that are moved into each other and into every other field."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    with django_db_blocker.unblock(), kept_apart():
        made = build_world(Canaries(3))
        for mark, circle in (("", made.home), ("otto/", made.otto)):
            say_everything(made.canaries, mark, circle)
        yield made


@dataclass(frozen=True)
class Place:
    """One sealed value where it lies."""

    model: type[models.Model]
    field: str
    pk: Any
    blob: bytes

    def put(self, blob: bytes) -> None:
        """Past the model, as somebody with the database open would."""
        column = self.model._meta.get_field(self.field).column  # type: ignore[union-attr]
        key = self.model._meta.pk
        with connections["default"].cursor() as cursor:
            cursor.execute(
                f'UPDATE "{self.model._meta.db_table}" SET "{column}" = %s WHERE "{key.column}" = %s',  # type: ignore[union-attr]
                [blob, key.get_db_prep_value(self.pk, connections["default"])],  # type: ignore[union-attr]
            )

    def read(self) -> object:
        return getattr(self.model._base_manager.get(pk=self.pk), self.field)


def sealed_fields() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, fields.SealedField)
    ]


def places() -> list[Place]:
    """Some rows of every sealed field, spread over all circles."""
    dice, found = random.Random(5), []
    for model, field in sealed_fields():
        rows = list(model._base_manager.filter(**{f"{field}__isnull": False}).order_by("pk"))
        some = [Place(model, field, row.pk, row.__dict__[field].blob) for row in rows]
        assert len(some) > (model is not HouseKey), f"the world has too little of {model.__name__}.{field}"
        found += dice.sample(some, min(EACH, len(some)))
    return found


def test_every_room_that_keeps_texts_is_in_the_world(world):
    assert {model._meta.app_label for model, _ in sealed_fields()} >= {"circle", "agreement"}


def test_what_is_sealed_opens_where_it_was_sealed_and_nowhere_else(world, figure):
    there = places()
    moved = accepted = 0
    for place in there:
        assert place.read() is not None
    for target, source in itertools.permutations(there, 2):
        target.put(source.blob)
        moved += 1
        try:
            target.read()
            accepted += 1
        except Tampered:
            pass
        target.put(target.blob)
    figure(
        f"moved between rows, fields and circles: {moved} ciphertexts of {len(sealed_fields())} fields, {accepted} accepted"
    )
    assert moved > 500
    assert accepted == 0
    assert all(place.read() is not None for place in there)


def test_a_moved_text_shows_on_no_page(world):
    """The page breaks in front of the reader rather than say somebody else's words."""
    from roret.circle.models import Member

    home, otto = world.home.members["supporter"], world.otto.members["supporter"]
    blobs = {row.pk: row.__dict__["name"].blob for row in Member.objects.filter(pk__in=(home, otto))}
    Place(Member, "name", home, b"").put(blobs[otto])
    page = in_browser(world.cookies["holder"]).get(f"/c/{world.home.circle_id}/people")
    assert page.status_code == 500
    assert world.canaries.groups_in(page.content.decode()) == frozenset()
    Place(Member, "name", home, b"").put(blobs[home])


def test_a_session_cannot_be_laid_into_anothers_row(world):
    rows = list(Session.objects.order_by("session_key")[:6])
    accepted = 0
    for target, source in itertools.permutations(rows, 2):
        try:
            open_sealed(HOUSE, "people.session", target.session_key, base64.b64decode(source.session_data))
            accepted += 1
        except SealError:
            pass
    assert accepted == 0


def test_a_copied_session_signs_nobody_in(world):
    """Jonas's row filled with what Maja's holds: the browser is simply not signed in."""
    browser = in_browser(world.cookies["supporter"])
    assert browser.get("/me").status_code == 200
    maja, jonas = (_session_of(world, who) for who in ("holder", "supporter"))
    Session.objects.filter(pk=jonas.pk).update(session_data=maja.session_data)
    assert browser.get("/me").status_code == 302
    Session.objects.filter(pk=jonas.pk).update(session_data=jonas.session_data)


def _session_of(world: World, who: str) -> Session:
    from django.conf import settings

    from roret.kit import ids

    cookie = world.cookies[who][settings.SESSION_COOKIE_NAME]
    return Session.objects.get(session_key=ids.token_hash(cookie)[:40])


def test_the_cookie_is_not_in_the_database(world):
    from django.conf import settings

    stored = set(Session.objects.values_list("session_key", flat=True))
    assert not stored & {cookies[settings.SESSION_COOKIE_NAME] for cookies in world.cookies.values()}
    for key in stored:
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
        assert browser.get("/me").status_code == 302
