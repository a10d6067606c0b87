"""The one mail a circle sends: an invitation, to an address somebody typed for it."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _


def mail_invitation(address: str, link: str) -> bool | None:
    """Send the link. True when the mail server took it, False when it did not, `None` when no address was given.

    It goes at once and not through the outbox, since the link exists only now and is kept nowhere.
    The text is the same for everybody: it names nobody and says nothing of what the circle is about.
    """
    if not address:
        return None
    text = _("Somebody you know has invited you to Roret. The link works once, within two days:")
    try:
        EmailMessage(subject=_("An invitation"), body=f"{text}\n\n{link}\n", to=[address]).send()
    except (SMTPException, OSError):
        return False
    return True
