"""Every message is there in every language, and the tool that says so finds what is missing."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tools import messages

TEMPLATE = """
    {% import "ui/elements.html" as e with context %}
    {{ _("One") }} {% trans %}Two{% endtrans %}
    {% trans name=who %}Three for {{ name }}{% endtrans %}
    {% trans n=n %}Four thing{% pluralize %}Four things{% endtrans %}
    {{ e.button(label=_("Five")) }}
    {% call e.card() %}{{ _("Six") }}{% endcall %}
    {{ pgettext("on a card", "Seven") }}
    {% if true %}{% set x = _("Eight") %}{% endif %}
"""
PYTHON = """
    from django.utils.translation import gettext_lazy as _, ngettext
    SAID = _("Nine")
    def f(n): return ngettext("%(n)s ten", "%(n)s tens", n)
"""
DANISH = {
    "One": "En", "Two": "To", "Three for %(name)s": "Tre til %(name)s", "Five": "Fem", "Six": "Seks",
    "Eight": "Otte", "Nine": "Ni",
}  # fmt: skip


@pytest.fixture
def room(tmp_path):
    room = tmp_path / "zones"
    (room / "templates" / "zones").mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "templates" / "zones" / "page.html").write_text(dedent(TEMPLATE))
    (room / "forms.py").write_text(dedent(PYTHON))
    return room


def translated(room: Path) -> Path:
    messages.update(room, "da")
    path = messages.catalogue_of(room, "da")
    text = path.read_text()
    for english, danish in DANISH.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{danish}"')
    text = text.replace(
        'msgctxt "on a card"\nmsgid "Seven"\nmsgstr ""', 'msgctxt "on a card"\nmsgid "Seven"\nmsgstr "Syv"'
    )
    text = text.replace(
        '"Four things"\nmsgstr[0] ""\nmsgstr[1] ""', '"Four things"\nmsgstr[0] "Fire ting"\nmsgstr[1] "Fire ting"'
    )
    text = text.replace(
        '"%(n)s tens"\nmsgstr[0] ""\nmsgstr[1] ""', '"%(n)s tens"\nmsgstr[0] "En tier"\nmsgstr[1] "%(n)s tiere"'
    )
    path.write_text(text)
    return path


def test_every_message_of_a_template_and_of_python_is_found(room):
    found = {m.id if isinstance(m.id, str) else m.id[0] for m in messages.extracted(room, "da") if m.id}
    assert found == {*DANISH, "Four thing", "Seven", "%(n)s ten"}


def test_a_whole_catalogue_is_let_pass(room):
    translated(room)
    assert messages.problems(room, "da") == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('msgid "Five"\nmsgstr "Fem"\n', "", "missing: Five"),
        ('msgstr "Fem"', 'msgstr ""', "empty: Five"),
        ('msgid "Five"\n', '#, fuzzy\nmsgid "Five"\n', "fuzzy: Five"),
        ('msgstr "Fem"\n', 'msgstr "Fem"\n\nmsgid "Gone"\nmsgstr "Væk"\n', "not said any longer: Gone"),
        ("Tre til %(name)s", "Tre til %(navn)s", "other names in %(…)s than the message: Three for %(name)s"),
        ('msgstr[1] "Fire ting"', 'msgstr[1] ""', "empty: Four thing"),
        ('msgctxt "on a card"\n', 'msgctxt "elsewhere"\n', "missing: Seven"),
    ],
)
def test_a_hole_in_a_catalogue_is_found(room, before, after, said):
    path = translated(room)
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    assert f"zones/locale/da/LC_MESSAGES/django.po: {said}" in messages.problems(room, "da")


def test_updating_keeps_what_was_translated_and_changes_nothing_twice(room):
    path = translated(room)
    (room / "forms.py").write_text("from django.utils.translation import gettext as _\nSAID = _('Eleven')\n")
    assert messages.update(room, "da") and not messages.update(room, "da")
    text = path.read_text()
    assert 'msgstr "Fem"' in text and 'msgid "Eleven"\nmsgstr ""' in text and "Nine" not in text


def test_every_message_of_the_house_is_there_in_every_language():
    wrong = [
        line
        for room in messages.rooms([])
        for language in messages.LANGUAGES
        for line in messages.problems(room, language)
    ]
    assert wrong == []


def test_no_two_rooms_have_different_words_for_one_message(room):
    path = translated(room)
    other = messages.catalogue_of(room.parent / "signals", "da")
    other.parent.mkdir(parents=True)
    other.write_text(path.read_text().replace('msgstr "Fem"', 'msgstr "5"').replace('msgstr "Syv"', 'msgstr "7"'))
    there = [room, room.parent / "signals"]
    assert messages.clashes(there, "da") == [
        "'Five': 'Fem' in zones, '5' in signals",
        "'Seven': 'Syv' in zones, '7' in signals",
    ]
    assert [clash for language in messages.LANGUAGES for clash in messages.clashes(messages.rooms([]), language)] == []
