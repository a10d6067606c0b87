"""Maja, who is asked first, at noon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from roret.agreement.tests.cast import Cast


@pytest.fixture
def cast() -> Iterator[Cast]:
    from roret.advice.tests.living import NOON, house
    from roret.kit import clock

    with clock.held(NOON):
        yield house(policy="ask_first", standing="fine")
