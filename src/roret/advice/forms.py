"""An offer as it is typed, and the words for what cannot be offered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roret.advice import queries
from roret.advice.rules import SUBJECT_LENGTH, WORDS_LENGTH, AdviceTerms
from roret.content.stored import Saying

REFUSALS = {
    "none": gettext_lazy("%(name)s would rather be free of advice about pain. What you wrote is kept."),
    "other_subject": gettext_lazy("%(name)s has chosen other subjects. What you wrote is kept."),
    "rests": gettext_lazy("You have offered this not long ago, so it rests for now. What you wrote is kept."),
    "enough": gettext_lazy("There is enough with %(name)s for now. What you wrote is kept until there is room."),
    "rather_not": gettext_lazy("%(name)s would rather ask when the time is right."),
    "said": gettext_lazy("%(name)s knows that you have an idea. That is enough for now."),
    "circle": gettext_lazy("The circle rests, so Roret offers nothing right now. What you wrote is kept."),
    "nothing": gettext_lazy("Nothing is agreed on this. Do as you usually do. What you wrote is kept."),
}
"""What was said meanwhile, after something was written."""

OWN = "own"


class OfferForm(forms.Form):
    """A subject and, sealed until a yes, the words. Where subjects were chosen, those alone."""

    subject = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": gettext_lazy("Choose one of the subjects below.")}
    )
    own = forms.CharField(
        required=False,
        max_length=SUBJECT_LENGTH,
        error_messages={"max_length": gettext_lazy("That is long for a subject. A word or two will do.")},
    )
    content = forms.CharField(
        required=False,
        max_length=WORDS_LENGTH,
        error_messages={"max_length": gettext_lazy("That is more than there is room for. A little shorter works.")},
    )
    draft = forms.UUIDField(required=False)
    revision = forms.IntegerField(required=False, min_value=0)

    def __init__(self, holds: AdviceTerms, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holds = holds
        self.fields["subject"].choices = subject_choices(holds)  # type: ignore[attr-defined]

    @property
    def free(self) -> bool:
        """Whether one may name a subject of one's own."""
        return self.holds.policy != "subjects"

    def chosen(self) -> Saying | None:
        """The subject as typed or tapped; what was typed comes first."""
        own = " ".join(self.cleaned_data.get("own", "").split())
        if own and self.free:
            return Saying(own=own)
        return _phrase(self.holds, self.cleaned_data.get("subject", ""))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.data.get("do") == "send" and not self.errors and self.chosen() is None:
            self.add_error("subject", _("Name the subject, so that there is something to choose."))
        return cleaned


def subject_choices(holds: AdviceTerms) -> list[tuple[str, str]]:
    """The card's subjects, or those that were chosen, as value and label."""
    if holds.policy != "subjects":
        return list(queries.starters().items())
    return [(one.starter or f"{OWN}:{number}", queries.label(one)) for number, one in enumerate(holds.subjects)]


def typed(holds: AdviceTerms, draft: queries.DraftView) -> dict[str, object]:
    """A draft as the form shows it again."""
    values = {_phrase(holds, value): value for value, _label in subject_choices(holds)}
    subject = draft.subject
    return {
        "subject": values.get(subject, "") if subject else "",
        "own": subject.own if subject and subject not in values else "",
        "content": draft.content,
        "draft": draft.id,
        "revision": draft.revision,
    }


def _phrase(holds: AdviceTerms, value: str) -> Saying | None:
    if value.startswith(f"{OWN}:"):
        number = value.removeprefix(f"{OWN}:")
        return holds.subjects[int(number)] if number.isdigit() and int(number) < len(holds.subjects) else None
    return Saying(starter=value) if value else None
