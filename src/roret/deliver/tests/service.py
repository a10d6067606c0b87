"""A push service and a browser, written from RFC 8030, 8188, 8291 and 8292 and sharing no code with what sends.

The service listens on this machine, takes what it is sent and answers as it was told. The browser opens it with its
own private key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


def hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869, of which one block is enough here."""
    key = hmac.new(salt, material, hashlib.sha256).digest()
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()[:length]


@dataclass
class Ear:
    """A browser's own end of a subscription."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def keys(self, endpoint: str) -> dict[str, str]:
        return {"endpoint": endpoint, "p256dh": encode(self.point), "auth": encode(self.auth)}

    def opened(self, body: bytes) -> tuple[bytes, int]:
        """What was said, and how many bytes the text had with its padding."""
        salt, record, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert length == 65 and len(sealed) <= record
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        material = hkdf(self.auth, shared, b"WebPush: info\x00" + self.point + theirs, 32)
        key = hkdf(salt, material, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = hkdf(salt, material, b"Content-Encoding: nonce\x00", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        text = padded.rstrip(b"\x00")
        assert text[-1:] == b"\x02", "the last record ends with its own mark"
        return text[:-1], len(padded)


@dataclass(frozen=True)
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """`answers` are what it says next, (status, headers); when they are used up it says 201. `hangs`: for so long."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.hangs, self.trickles = 0.0, False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802  (http.server calls it so)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                # Settled before anybody sees it as taken: what a test says from then on is for the next one.
                status, headers = service.answers.pop(0) if service.answers else (201, {})
                service.taken.append(Taken(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                time.sleep(service.hangs)
                try:
                    if service.trickles:
                        for letter in b"HTTP/1.1 201 Created\r\n" + b"X: y\r\n" * 200:
                            self.wfile.write(bytes([letter]))
                            time.sleep(0.05)
                    self.send_response(status)
                    for name, value in (
                        {"Location": "https://push.example/m/1", "Content-Length": "0"} | headers
                    ).items():
                        self.send_header(name, value)
                    self.end_headers()
                except OSError:
                    pass  # the sender had no more patience

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def verified(header: str) -> tuple[dict[str, object], str]:
    """The claims of `Authorization: vapid t=…, k=…`, its signature checked, and the key it was made with."""
    scheme, _, rest = header.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    assert json.loads(decode(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = decode(signature)
    assert len(raw) == 64
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(parts["k"]))
    try:
        key.verify(
            encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")),
            f"{head}.{claims}".encode(),
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        raise AssertionError("signed by somebody else") from None
    return json.loads(decode(claims)), parts["k"]
