"""What the settled answers mean, and which part of a line a telephone can call."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.flat.rules import Bit, FlatTerms, bits, terms

CALLED = {
    "Birthe 22334455": "22334455",
    "Birthe: 22 33 44 55": "22334455",
    "Birthe,22334455": "22334455",
    "70 201 201": "70201201",
    "Lægevagten 7011 0707, hele natten": "70110707",
    "22.33.44.55 er naboen": "22334455",
    "(+45) 22 33 44 55": "22334455",
    "+45 22 33 44 55": "+4522334455",
    "+45 22334455 18-20": "+4522334455",
    "0045 22 33 44 55": "004522334455",
    "+46 70-123 45 67": "+46701234567",
    "+44 (0)20 7946 0958": "+4402079460958",
    "08-123 456 78": "0812345678",
    "020 7946 0958": "02079460958",
    "06 12 34 56 78": "0612345678",
    "030/1234567": "0301234567",
    "Tlf. 1813": "1813",
    "Vi må ringe 112": "112",
    "Call 1818 at night": "1818",
    "22 33\u00a044 55": "",
    "Pizza 22\u00a033\u00a044\u00a055": "22334455",
}
NOT_CALLED = [
    "Vesterbrogade 112, 3. tv.",
    "kl. 18.30-20.00",
    "kl. 08-10 eller 12-14",
    "24.12.2026",
    "24-12-2026",
    "2026-12-24",
    "01/02/2026",
    "2 pizzaer til 99,50",
    "Mad for 1.250 kr.",
    "010203-1234",
    "1234567",
    "x22334455",
    "22334455x",
    "223344556677889900112233",
    "+" + "1" * 40,
    "11 22 33 44 55",
    "https://roret.example/22334455",
    "٢٢٣٣٤٤٥٥",
    "",
    "En i familien",
]


@pytest.mark.parametrize(("line", "tel"), CALLED.items())
def test_a_number_that_can_be_called_is_found(line: str, tel: str) -> None:
    assert [bit.tel for bit in bits(line) if bit.tel] == ([tel] if tel else [])


@pytest.mark.parametrize("line", NOT_CALLED)
def test_a_date_an_hour_a_price_and_a_house_number_are_not_called(line: str) -> None:
    assert [bit.tel for bit in bits(line) if bit.tel] == []


def test_a_line_may_hold_several_numbers() -> None:
    assert bits("Birthe 22334455 eller 55 44 33 22") == (
        Bit("Birthe "),
        Bit("22334455", "22334455"),
        Bit(" eller "),
        Bit("55 44 33 22", "55443322"),
    )


ALPHABET = st.sampled_from("0123456789 +-./():, \u00a0\nabæøå٣²")


@given(st.text(ALPHABET, max_size=60) | st.text(max_size=60))
def test_nothing_of_a_line_is_lost_and_what_is_called_is_digits(line: str) -> None:
    found = bits(line)
    assert "".join(bit.text for bit in found) == line
    for bit in found:
        digits = bit.tel.removeprefix("+")
        assert bit.text
        assert not bit.tel or (digits.isascii() and digits.isdecimal() and 3 <= len(digits) <= 15)


def test_a_very_long_line_takes_no_time() -> None:
    for line in ("0" * 10_000, "12 " * 4_000, "+4" + " 1" * 5_000, "0-" * 5_000, "(1)" * 3_000):
        assert "".join(bit.text for bit in bits(line)) == line


def test_nothing_agreed_is_nothing() -> None:
    assert terms(None) == FlatTerms()
    assert terms({}) == FlatTerms(holds=True)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("starter", "own", "x")), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(("let_go", "order_in", "call", "together", "apart", "apart@supporter", "new"))


@given(st.dictionaries(KEYS, ANYTHING))
def test_whatever_was_stored_only_phrases_come_out(settled: dict[str, object]) -> None:
    read = terms(settled)
    said = (*read.let_go, *read.order_in, *read.call, *read.together, *read.apart_of("holder"), *read.apart_supporter)
    assert all(len(one) == 1 and all(isinstance(text, str) and text for text in one.values()) for one in said)
    assert read.apart_of("supporter") == read.apart_supporter


def test_each_ones_own_stays_each_ones_own() -> None:
    read = terms({"apart": [{"starter": "nap"}], "apart@supporter": [{"starter": "walk"}]})
    assert read.apart_of("holder") == ({"starter": "nap"},)
    assert read.apart_of("supporter") == ({"starter": "walk"},)
