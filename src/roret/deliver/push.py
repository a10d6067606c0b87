"""Speaking to push services: RFC 8291 (sealing for the browser), RFC 8292 (saying who we are), RFC 8030 (sending).

The endpoint is an address that a browser gave us, so it could be any: only https to a public
host on its usual port is spoken to, the connection goes to the very address that was looked at, no
redirect is followed, and an answer has so many bytes and seconds.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import os
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

PADDED_TO = 128
"""Every text has this length before it is sealed, so that its length says nothing."""
RECORD = 4096
PATIENCE = 5.0
"""Seconds for the whole answer of a push service."""
LONGEST_ANSWER = 16 * 1024
TOKEN_LASTS = timedelta(hours=12)


class BadEndpoint(ValueError):
    """Not an address that a push service can have, or keys that no browser makes."""


class Unreachable(Exception):
    """No answer, or none in time. Another time it may work."""


@dataclass(frozen=True)
class Browser:
    """Where one browser listens, and its two keys, as it gave them (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Answer:
    """The status, and for how long the push service asks to be left alone."""

    status: int
    retry_after: timedelta | None = None


# --- sealing for one browser (RFC 8291) ---------------------------------------------------------


def sealed(
    text: bytes,
    to: Browser,
    *,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
    pad: int = PADDED_TO,
) -> bytes:
    """The body that only this browser opens. `salt` and `own` are new each time; a test hands in those of the RFC."""
    salt, own = salt or os.urandom(16), own or ec.generate_private_key(ec.SECP256R1())
    theirs, mine = unb64(to.p256dh), _point(own.public_key())
    shared = own.exchange(ec.ECDH(), _key_of(theirs))
    secret = _hkdf(unb64(to.auth), shared, b"WebPush: info\0" + theirs + mine, 32)
    key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
    padded = text + b"\x02" + b"\0" * (pad - len(text))
    return salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine + AESGCM(key).encrypt(nonce, padded, None)


def _hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def _key_of(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


# --- who we are (RFC 8292) ----------------------------------------------------------------------


def new_key() -> str:
    """A private key of the house for push services, base64url."""
    return b64(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """What browsers are told to expect messages from."""
    return b64(_point(_own(private).public_key()))


def authorization(private: str, endpoint: str, contact: str, now: datetime) -> str:
    """The header that says that it is us, for this push service alone and for some hours."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + TOKEN_LASTS).timestamp()), "sub": contact}
    head = b64(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    signing = f"{head}.{b64(json.dumps(claims).encode())}"
    r, s = decode_dss_signature(_own(private).sign(signing.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={signing}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_key(private)}"


def _own(private: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unb64(private), "big"), ec.SECP256R1())


# --- sending (RFC 8030) -------------------------------------------------------------------------


def checked(to: Browser) -> Browser:
    """Raises `BadEndpoint` for what no browser would have given us. The host is looked at again when sending."""
    _place(to.endpoint)
    try:
        _key_of(unb64(to.p256dh))
        if len(unb64(to.auth)) != 16:
            raise ValueError
    except ValueError:
        raise BadEndpoint from None
    return to


def send(to: Browser, text: bytes, *, private: str, contact: str, ttl: int, now: datetime) -> Answer:
    """Hand one sealed text over. Raises `BadEndpoint` or `Unreachable`; every answer of theirs is an answer.

    `Topic` is always the same, so that of many that no telephone has fetched yet one is left.
    """
    scheme, host, port, path = _place(to.endpoint)
    body = sealed(text, checked(to))
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {urlsplit(to.endpoint).netloc}",
        f"Authorization: {authorization(private, to.endpoint, contact, now)}",
        "Content-Encoding: aes128gcm",
        "Content-Type: application/octet-stream",
        f"Content-Length: {len(body)}",
        f"TTL: {ttl}",
        "Topic: roret",
        "Urgency: normal",
        "Connection: close",
    ]
    message = "\r\n".join([*head, "", ""]).encode("ascii") + body
    try:
        return _answer(_exchange(scheme, host, port, message), now)
    except OSError as error:
        raise Unreachable(type(error).__name__) from None


def _place(endpoint: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path. Raises `BadEndpoint` for anything but https on its usual port."""
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise BadEndpoint from None
    wrong = not endpoint.isascii() or len(endpoint) > 2000 or any(char <= " " for char in endpoint) or parts.username
    loopback = settings.PUSH_TO_LOOPBACK and parts.scheme == "http" and host == "127.0.0.1"
    if wrong or not host or not (loopback or (parts.scheme == "https" and port in (None, 443))):
        raise BadEndpoint
    path = parts.path or "/"
    return parts.scheme, host, port or 443, f"{path}?{parts.query}" if parts.query else path


def _exchange(scheme: str, host: str, port: int, message: bytes) -> bytes:
    """Send, and read up to the end of the answer's head."""
    until = time.monotonic() + PATIENCE
    with socket.create_connection((_address(host, port), port), timeout=PATIENCE) as plain:
        if scheme == "http":
            return _spoken(plain, message, until)
        with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as wrapped:
            return _spoken(wrapped, message, until)


def _spoken(line: socket.socket, message: bytes, until: float) -> bytes:
    line.sendall(message)
    said = b""
    while b"\r\n\r\n" not in said and len(said) < LONGEST_ANSWER:
        line.settimeout(max(0.01, until - time.monotonic()))
        part = line.recv(4096)
        if not part or time.monotonic() > until:
            break
        said += part
    return said


def _address(host: str, port: int) -> str:
    """One address of this host, if all it has are public. The connection goes there, whatever the name says later.

    Raises `Unreachable` otherwise: what a name leads to may be another tomorrow.
    """
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if settings.PUSH_TO_LOOPBACK and found == ["127.0.0.1"]:
        return found[0]
    if not found or not all(_is_public(one) for one in found):
        raise Unreachable("not a public address")
    return found[0]


def _is_public(address: str) -> bool:
    one = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    return one.is_global and not one.is_multicast and (inside is None or inside.is_global)


def _answer(said: bytes, now: datetime) -> Answer:
    lines = said.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    first = lines[0].split(" ")
    if len(first) < 2 or not first[0].startswith("HTTP/") or not first[1].isdigit():
        raise Unreachable("no answer")
    head = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Answer(int(first[1]), _wait(head.get("retry-after", ""), now))


def _wait(text: str, now: datetime) -> timedelta | None:
    """Seconds or a date, as RFC 9110 has it; an hour at most, and nothing for what is neither."""
    longest = timedelta(hours=1)
    if text.isdigit():
        return min(timedelta(seconds=min(int(text), 3600)), longest)
    try:
        return max(timedelta(0), min(parsedate_to_datetime(text) - now, longest))
    except (ValueError, TypeError, OverflowError):
        return None


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises `ValueError` for what is not base64url."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
