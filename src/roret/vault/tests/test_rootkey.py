"""The root key: where it comes from, who may read it, and when Roret refuses to make one."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from roret.vault.rootkey import RootKeyError, derived, django_secret, load_root_key

HEX = "0f" * 32
SOURCE = str(Path(__file__).resolve().parents[3])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "secrets" / "root.key"


def test_a_new_box_gets_a_key_that_only_its_owner_can_read(place: Path) -> None:
    key = load_root_key("", place, make=True)
    assert len(key) == 32
    assert load_root_key("", place) == key
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in place.parent.iterdir()] == ["root.key"]


def test_two_boxes_never_get_the_same_key(tmp_path: Path) -> None:
    keys = {load_root_key("", tmp_path / str(n) / "secrets" / "root.key", make=True) for n in range(20)}
    assert len(keys) == 20


def test_two_processes_that_start_at_once_agree_on_one_key(place: Path) -> None:
    script = f"from pathlib import Path; from roret.vault.rootkey import django_secret; print(django_secret('', Path({str(place)!r})))"
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(
                lambda _: subprocess.check_output([sys.executable, "-c", script], env={"PYTHONPATH": SOURCE}), range(4)
            )
        )
    assert len(set(answers)) == 1
    assert [p.name for p in place.parent.iterdir()] == ["root.key"]


def test_the_environment_wins_over_the_file(place: Path) -> None:
    load_root_key("", place, make=True)
    assert load_root_key(HEX, place) == bytes.fromhex(HEX)
    assert load_root_key(f"{HEX.upper()}\n", place) == bytes.fromhex(HEX)


def test_a_key_from_the_environment_leaves_no_file(place: Path) -> None:
    django_secret(HEX, place)
    assert not place.parent.exists()


@pytest.mark.parametrize("value", ["kort", "0f" * 31, "0f" * 33, "zz" * 32, " " * 64, "０f" + "0f" * 31])
def test_a_key_that_is_not_64_hexadecimal_characters_is_refused_without_being_shown(value: str, place: Path) -> None:
    with pytest.raises(RootKeyError, match="is not a root key. A root key is 64 characters") as refused:
        load_root_key(value, place)
    assert value not in str(refused.value)


@pytest.mark.parametrize("database", ["keys/keyring.sqlite3", "roret.sqlite3"])
def test_a_missing_key_beside_existing_data_is_never_made_anew(database: str, place: Path) -> None:
    data = place.parent.parent / database
    data.parent.mkdir(parents=True)
    data.write_bytes(b"SQLite format 3")
    before = sorted(place.parent.parent.rglob("*"))
    for attempt in (
        lambda: django_secret("", place),
        lambda: load_root_key("", place),
        lambda: load_root_key("", place, make=True),
    ):
        with pytest.raises(RootKeyError, match="refuses to start and has written nothing"):
            attempt()
    assert sorted(place.parent.parent.rglob("*")) == before


def test_a_missing_key_without_data_says_how_to_get_one(place: Path) -> None:
    with pytest.raises(RootKeyError, match="Start Roret once"):
        load_root_key("", place)
    assert not place.exists()


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(rights: int, place: Path) -> None:
    load_root_key("", place, make=True)
    place.chmod(rights)
    with pytest.raises(RootKeyError, match=f"chmod 600 {place}"):
        load_root_key("", place)


def test_an_empty_or_cut_file_is_refused_and_left_as_it_is(place: Path) -> None:
    load_root_key("", place, make=True)
    for text in ("", HEX[:40]):
        place.write_text(text)
        with pytest.raises(RootKeyError, match="is not a root key"):
            django_secret("", place)
        assert place.read_text() == text


def test_a_data_folder_that_cannot_be_written_is_a_plain_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(RootKeyError, match="Make the data folder writable"):
        django_secret("", blocked / "secrets" / "root.key")


def test_the_signing_key_is_derived_and_says_nothing_about_the_root_key(place: Path) -> None:
    secret = django_secret(HEX, place)
    assert secret == django_secret(HEX, place)
    assert len(secret) == 64 and secret != HEX
    assert secret != django_secret("1f" * 32, place)
    assert derived(bytes.fromhex(HEX), "one") != derived(bytes.fromhex(HEX), "two")


def test_reading_the_root_key_needs_no_django() -> None:
    script = "import sys, roret.vault.rootkey; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": SOURCE}, check=False).returncode == 0
