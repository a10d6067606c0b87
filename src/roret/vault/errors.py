"""What can go wrong between a text and its key. No message ever holds the text."""

from __future__ import annotations

from roret.vault.rootkey import RootKeyError


class SealError(Exception):
    """The vault refused. Each kind below says why."""


class NoKey(SealError):
    """No key was ever made for this owner. `actions.make_key(owner)` has to come before the first text."""


class KeyGone(SealError):
    """The owner's key was destroyed: what it sealed is gone for good, and no new key is made for this owner."""


class Tampered(SealError):
    """The bytes are not what was sealed for this label, owner and row: changed, cut, or moved from elsewhere."""


class NotSealed(SealError):
    """Something other than sealed bytes was on its way into a sealed column. Nothing was written."""


class WrongRootKey(SealError, RootKeyError):
    """The root key does not open this keyring. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "The root key is not the one this keyring was made with, so nothing in it can be opened. Roret has written "
            "nothing. Put back the right key (RORET_ROOT_KEY, or the file secrets/root.key in the data folder), or the "
            "keyring that belongs to this one."
        )
