"""The one form between a stranger and a place of their own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from roret.circle.forms import NameForm


class StartForm(NameForm):
    """What one is called, and whether this is for home or for work."""

    edition = forms.ChoiceField(
        choices=[("home", gettext_lazy("For home")), ("work", gettext_lazy("For work"))], required=False
    )
