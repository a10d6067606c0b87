"""A push service of our own, for every test that has one told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from roret.deliver.tests.service import PushService


@pytest.fixture
def service(settings) -> Iterator[PushService]:
    settings.PUSH_TO_LOOPBACK = True
    from roret.deliver.tests.service import PushService

    made = PushService()
    yield made
    made.close()
