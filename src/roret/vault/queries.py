"""What other rooms may ask the keyring."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import OperationalError, ProgrammingError

from roret.vault import keyring
from roret.vault.errors import WrongRootKey
from roret.vault.models import Key
from roret.vault.owners import Owner
from roret.vault.rootkey import RootKeyError


def has_key(owner: Owner) -> bool:
    """Whether a text can be sealed for this owner: a key was made and not destroyed. Always asks the keyring."""
    return (
        Key.objects.using(keyring.DATABASE)
        .filter(owner_kind=owner.kind, owner_id=owner.id, material__isnull=False)
        .exists()
    )


def warm(owners: Iterable[Owner]) -> None:
    """Fetch many owners' keys by one query before a page opens their texts. Owners without a key are passed over."""
    keyring.load(owners)


def root_key_problem() -> str | None:
    """What is wrong with the root key as a plain sentence, or None. A keyring without tables yet has no problem."""
    try:
        key = keyring.root()
        return None if keyring.opens(key) else str(WrongRootKey())
    except RootKeyError as error:
        return str(error)
    except (OperationalError, ProgrammingError):
        return None
