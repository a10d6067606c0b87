"""What a telephone keeps of Roret when it is laid on the home screen: a name, a picture, a colour, and no more."""

from __future__ import annotations

import json
import struct
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client

from roret.ui.tests.test_look import STATIC, tokens

MANIFEST = "/static/ui/roret.webmanifest"


@pytest.fixture
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(b"".join(Client().get(MANIFEST).streaming_content))  # type: ignore[arg-type]
    return found


def test_it_opens_on_the_front_page_in_a_window_of_its_own(manifest: dict[str, Any]) -> None:
    said = {word: manifest[word] for word in ("name", "short_name", "start_url", "scope", "id", "display", "lang")}
    assert said == {
        "name": "Roret", "short_name": "Roret", "start_url": "/", "scope": "/", "id": "/",
        "display": "standalone", "lang": "da",
    }  # fmt: skip
    assert manifest["background_color"] == manifest["theme_color"] == tokens("light")["paper"]


def test_its_shortcuts_lead_to_today_the_plan_and_the_signs_by_addresses_that_are_the_same_for_everybody(
    manifest: dict[str, Any], db: None
) -> None:
    """A held finger shows their names to whoever holds the telephone: they say no more than Roret does."""
    found = {short["name"]: short["url"] for short in manifest["shortcuts"]}
    assert found == {"I dag": "/", "Planen": "/pocket", "Tegn": "/pocket#say"}
    for short in manifest["shortcuts"]:
        assert set(short) == {"name", "url", "icons"}
        assert Client().get(short["url"]).status_code == 200
        assert short["icons"][0]["src"] in {icon["src"] for icon in manifest["icons"]}


def test_it_is_a_file_the_same_for_everybody_and_may_be_kept() -> None:
    answer = Client().get(MANIFEST)
    assert answer["Content-Type"].split(";")[0] == "application/manifest+json"
    assert "max-age" in answer["Cache-Control"] and "no-store" not in answer["Cache-Control"]
    assert not answer.cookies and "Vary" not in answer


def test_its_pictures_are_there_in_the_sizes_it_says(manifest: dict[str, Any]) -> None:
    assert {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    for icon in manifest["icons"]:
        answer = Client().get(urljoin(MANIFEST, icon["src"]))
        picture = b"".join(answer.streaming_content)  # type: ignore[arg-type]
        assert answer["Content-Type"] == icon["type"]
        assert picture.startswith(b"\x89PNG")
        assert "{}x{}".format(*struct.unpack(">II", picture[16:24])) == icon["sizes"]


def test_every_page_names_it_and_the_policy_lets_it_in_from_here_alone(client: Client, db: None) -> None:
    answer = client.get("/")
    assert f'<link rel="manifest" href="{MANIFEST}">' in answer.content.decode()
    assert "manifest-src 'self'" in answer["Content-Security-Policy"].split("; ")


@pytest.mark.parametrize("look", ["light", "dark", "dimmed"])
def test_the_edge_of_the_screen_is_paper_in_the_light_somebody_chose(client: Client, db: None, look: str) -> None:
    client.cookies["roret-look"] = look
    page = client.get("/").content.decode()
    assert page.count('name="theme-color"') == 1
    assert f'<meta name="theme-color" content="{tokens(look)["paper"]}">' in page


def test_otherwise_the_device_decides(client: Client, db: None) -> None:
    page = client.get("/").content.decode()
    assert page.count('name="theme-color"') == 2
    for look in ("light", "dark"):
        meta = f'<meta name="theme-color" content="{tokens(look)["paper"]}" media="(prefers-color-scheme: {look})">'
        assert meta in page


def test_the_picture_that_telephones_cut_out_is_filled_to_its_edge() -> None:
    """No transparency: what is cut round, or laid on black, has our ground all the way out."""
    head = (STATIC / "icon-maskable-512.png").read_bytes()
    assert head[25] in (2, 3) and b"tRNS" not in head
