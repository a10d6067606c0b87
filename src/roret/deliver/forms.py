"""What somebody chooses to be told, as the page sends it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roret.deliver import rules
from roret.deliver.push import Browser
from roret.deliver.queries import Wants, time_zones
from roret.deliver.rules import Kind

KIND_WORDS = {
    Kind.QUESTION: gettext_lazy("Somebody asks you something"),
    Kind.SIGNAL: gettext_lazy("Somebody gives a signal, or withdraws for a bit"),
    Kind.FLAREUP: gettext_lazy("Somebody uses the plan, or answers in it"),
    Kind.OFFER: gettext_lazy("Somebody has an idea for you"),
    Kind.PROPOSAL: gettext_lazy("A proposal lies on the table"),
}

A_TIME = gettext_lazy("Write a time like 22:00.")


class NotifyForm(forms.Form):
    """Channel, kinds and quiet hours. Half of the hours is not an answer."""

    channel = forms.ChoiceField(error_messages={"required": gettext_lazy("Choose how you would like to be told.")})
    kinds = forms.MultipleChoiceField(
        required=False, choices=[(kind.value, words) for kind, words in KIND_WORDS.items()]
    )
    begin = forms.CharField(required=False)
    end = forms.CharField(required=False)
    zone = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = channel_choices()  # type: ignore[attr-defined]

    def clean_begin(self) -> str:
        return self._time("begin")

    def clean_end(self) -> str:
        return self._time("end")

    def _time(self, name: str) -> str:
        text: str = self.cleaned_data[name].strip()[:5]
        if text and rules.clock_time(text) is None:
            raise forms.ValidationError(str(A_TIME))
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin is not None and end is not None and bool(begin) != bool(end):
            self.add_error("end" if begin else "begin", _("Quiet hours need both times, or none."))
        return cleaned

    def chosen(self) -> Wants:
        said = self.cleaned_data
        return Wants(
            channel=said["channel"],
            kinds=rules.kinds(said["kinds"]),
            quiet_from=said["begin"],
            quiet_to=said["end"],
            zone=said["zone"] if said["zone"] in time_zones() else "",
        )


class BrowserForm(forms.Form):
    """What a browser gives when it lets itself be told."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)

    def browser(self) -> Browser:
        said = self.cleaned_data
        return Browser(said["endpoint"], said["p256dh"], said["auth"])


def channel_choices() -> list[tuple[str, str]]:
    """The ways there are in this house."""
    mail = [("mail", _("By mail"))] if settings.HAS_MAIL else []
    return [("none", _("Not at all. I look when I like")), ("push", _("On this telephone or computer")), *mail]


def typed(wants: Wants) -> dict[str, object]:
    """What was chosen, as the form shows it again."""
    return {
        "channel": wants.channel,
        "kinds": list(wants.kinds),
        "begin": wants.quiet_from,
        "end": wants.quiet_to,
        "zone": wants.zone,
    }
