"""The texts that pages read are compiled from those that people write, whole or not at all."""

from __future__ import annotations

import os

import pytest
from babel.messages.mofile import read_mo

from roret.ops import catalogues

PO = """
msgid ""
msgstr ""
"Language: da\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "One"
msgstr "En"

#, fuzzy
msgid "Two"
msgstr "Tre"
"""


@pytest.fixture
def po(tmp_path):
    path = tmp_path / "da" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    return path


def test_a_catalogue_is_compiled_without_what_is_not_sure(po, tmp_path):
    assert catalogues.uncompiled([tmp_path]) == [po]
    catalogues.compile_catalogue(po)
    with po.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert compiled.get("One").string == "En" and compiled.get("Two") is None
    assert catalogues.uncompiled([tmp_path]) == []
    assert sorted(path.name for path in po.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_text_that_was_changed_is_compiled_anew(po, tmp_path):
    catalogues.compile_catalogue(po)
    later = po.with_suffix(".mo").stat().st_mtime + 5
    os.utime(po, (later, later))
    assert catalogues.uncompiled([tmp_path]) == [po]
