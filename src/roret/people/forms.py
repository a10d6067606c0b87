"""What a person types about their account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roret.people import queries
from roret.people.models import Person


class PasswordForm(forms.Form):
    """An address and a password to come back with. The address is only a name to sign in by where there is no mail."""

    email = forms.EmailField(
        max_length=200,
        error_messages={
            "required": gettext_lazy("Write an e-mail address. It is what you sign in with."),
            "invalid": gettext_lazy(
                "That does not look like an e-mail address. It has an @ in it, like maja@example.org."
            ),
        },
    )
    password = forms.CharField(
        max_length=200,
        strip=False,
        error_messages={"required": gettext_lazy("Choose a password of at least 10 characters.")},
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if queries.address_taken(email, self.person):
            raise forms.ValidationError(_("That address cannot be used here. Choose another."))
        return email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password
