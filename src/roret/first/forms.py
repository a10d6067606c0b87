"""The one form between a stranger and a place of their own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from roret.circle.rules import NAME_LENGTH


class StartForm(forms.Form):
    """What one is called, and whether this is for home or for work."""

    name = forms.CharField(
        max_length=NAME_LENGTH,
        error_messages={
            "required": gettext_lazy("Write what you want to be called. A first name is fine."),
            "max_length": gettext_lazy("That is longer than there is room for. A shorter name works."),
        },
    )
    edition = forms.ChoiceField(
        choices=[("home", gettext_lazy("For home")), ("work", gettext_lazy("For work"))], required=False
    )
