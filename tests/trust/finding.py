"""Looking for canaries in files, however they may have been written down."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import urllib.parse
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.canaries import LOOKS_LIKE

PLAIN = re.compile(LOOKS_LIKE.pattern.encode())
WIDE = (re.compile(rb"z\0q\0(?:[0-9a-f]\0){32}"), re.compile(rb"\0z\0q(?:\0[0-9a-f]){32}"))
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{44,}")
HEX = re.compile(rb"[0-9a-fA-F]{68,}")
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: text.encode(),
    "UTF-16, little end first": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "JSON": lambda text: json.dumps(text).encode(),
    "in an address": lambda text: urllib.parse.quote(text).encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
}
"""What the finder can find, and how a test writes it."""


def canaries_in(data: bytes) -> set[str]:
    """Every word that looks like a canary, in any of these encodings; packed ones are unpacked first."""
    return set(_readable(data)) | {found for part in _unpacked(data) for found in _readable(part)}


def _readable(data: bytes) -> Iterator[str]:
    for found in PLAIN.findall(data):
        yield found.decode()
    for pattern in WIDE:
        for found in pattern.findall(data):
            yield found.replace(b"\0", b"").decode()
    for run in BASE64.findall(data):
        yield from _inside(
            run,
            lambda part: base64.b64decode(
                part[: len(part) // 4 * 4], altchars=b"-_" if b"-" in part or b"_" in part else None
            ),
            4,
        )
    for run in HEX.findall(data):
        yield from _inside(run, lambda part: binascii.unhexlify(part[: len(part) // 2 * 2]), 2)


def _inside(run: bytes, decode: Callable[[bytes], bytes], alignments: int) -> Iterator[str]:
    """A run may begin in the middle of a unit, so it is read from each place a unit can begin at."""
    for start in range(alignments):
        try:
            decoded = decode(run[start:])
        except (binascii.Error, ValueError):
            continue
        for found in PLAIN.findall(decoded):
            yield found.decode()


def _unpacked(data: bytes) -> Iterator[bytes]:
    for match in PACKED.finditer(data):
        unpack = zlib.decompressobj(wbits=47)
        try:
            yield unpack.decompress(data[match.start() :], 1 << 20)
        except zlib.error:
            continue


def files_in(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
