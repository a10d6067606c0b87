"""A passkey made of software, for tests: what a phone does when a page asks it to sign in."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Passkey:
    """One key on one device, bound to one site and one account."""

    def __init__(self, site: str, origin: str) -> None:
        self.site, self.origin = hashlib.sha256(site.encode()).digest(), origin
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.account = b""
        self.count = 0

    def register(self, options: Mapping[str, Any]) -> str:
        """The answer to `navigator.credentials.create`, as the form sends it."""
        asked = options["publicKey"]
        self.account = _from(asked["user"]["id"])
        public = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(self.site, FLAGS | AuthenticatorData.FLAG.AT, self.count, public)
        client = self._client("webauthn.create", asked["challenge"])
        answer = {"clientDataJSON": _to(client), "attestationObject": _to(AttestationObject.create("none", data, {}))}
        return self._credential(answer, {"credProps": {"rk": True}})

    def sign_in(self, options: Mapping[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        self.count += 1
        data = AuthenticatorData.create(self.site, FLAGS, self.count)
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": _to(client),
            "authenticatorData": _to(data),
            "signature": _to(signature),
            "userHandle": _to(self.account),
        }
        return self._credential(answer, {})

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, answer: Mapping[str, str], extensions: Mapping[str, Any]) -> str:
        named = {"id": _to(self.id), "rawId": _to(self.id), "type": "public-key"}
        return json.dumps({**named, "response": answer, "clientExtensionResults": extensions})


def _to(data: bytes) -> str:
    return base64.urlsafe_b64encode(bytes(data)).decode().rstrip("=")


def _from(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
