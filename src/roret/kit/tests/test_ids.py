"""Ids as they come back from a form or from what was stored."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.kit.ids import read_id, read_ids

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
)


@given(anything)
def test_what_is_no_id_is_none_and_nothing_raises(value: object) -> None:
    assert read_id(value) is None or isinstance(value, str)
    assert all(isinstance(found, uuid.UUID) for found in read_ids(value))


@given(st.lists(st.uuids()))
def test_what_was_written_is_read(ids: list[uuid.UUID]) -> None:
    assert read_ids([str(one) for one in ids]) == set(ids)
    assert read_ids([*map(str, ids), "", None, 1, "0"]) == set(ids)


@pytest.mark.parametrize("value", ["", "nobody", "0", None, 7, b"", ["0"]])
def test_a_form_can_send_anything(value: object) -> None:
    assert read_id(value) is None and read_ids(value) == frozenset()
