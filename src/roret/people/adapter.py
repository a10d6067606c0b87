"""How allauth is bent to this house: few doors, no names, sealed secrets."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roret.people.sessions import seal_for_house
from roret.vault.sealing import HOUSE, open_sealed

LABEL = "people.secret"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by our own first page and by invitations, never by allauth's sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "That address and that password do not belong together. Try once more."
        ),
        "incorrect_code": gettext_lazy("That code does not open. Look at it once more, or get a new one."),
        "incorrect_password": gettext_lazy("That is not the password. Try once more."),
        "rate_limited": gettext_lazy("That was many tries in a short while. Wait some minutes."),
        "too_many_login_attempts": gettext_lazy(
            "That was many tries in a short while. Wait some minutes, or use a passkey."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """The ways to show that it is you, the easiest first: allauth takes the first, and starts with typing."""
        easy_first = ("mfa_reauthenticate:webauthn", "reauthenticate", "mfa_reauthenticate")
        there = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        if not settings.SECURE_CONTEXT:
            there.pop("mfa_reauthenticate:webauthn", None)
        return [there[way] for way in easy_first if way in there]

    def format_email_subject(self, subject: str) -> str:
        # A subject is read on a lock screen: it does not name the box.
        return str(subject)


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names the box to the passkey, and seals what allauth would keep in clear."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That did not open. Try once more, or in another way."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes belong to a passkey. Make one first."),
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey") if not there else _("Passkey %(number)s") % {"number": there + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.ADDRESS_HOST, "name": "Roret"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        # A passkey is listed on a lock screen and in a phone's settings: it says Roret and no more.
        # allauth finds the account again by this id, read as text: raw bytes would let nobody in.
        return {"id": user.pk.hex.encode(), "name": user.email or "Roret", "display_name": "Roret"}

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal_for_house(LABEL, "mfa", text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(HOUSE, LABEL, "mfa", base64.b64decode(encrypted_text)).decode()
