"""How allauth is bent to this house: few doors, no names, sealed secrets."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from roret.vault import actions as vault
from roret.vault.sealing import HOUSE, open_sealed, seal

LABEL = "people.secret"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by our own first page and by invitations, never by allauth's sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class PasskeyAdapter(DefaultMFAAdapter):
    """Names the box to the passkey, and seals what allauth would keep in clear."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.ADDRESS_HOST, "name": "Roret"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        # A passkey is listed on a lock screen and in a phone's settings: it says Roret and no more.
        return {"id": user.pk.bytes, "name": user.email or "Roret", "display_name": "Roret"}

    def encrypt(self, text: str) -> str:
        vault.make_key(HOUSE)
        return base64.b64encode(seal(HOUSE, LABEL, "mfa", text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(HOUSE, LABEL, "mfa", base64.b64decode(encrypted_text)).decode()
