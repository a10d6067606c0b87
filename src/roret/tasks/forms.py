"""A task as it is typed, and what comes back from the buttons of this room."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roret.content.answers import clean
from roret.tasks import queries, rules
from roret.tasks.queries import TaskView
from roret.tasks.rules import OnHardDays, What


class TaskForm(forms.Form):
    """One task: what it is called, its area, who does it, who else may, and on which weekdays. Only the name is asked."""

    name = forms.CharField(
        max_length=rules.NAME_LENGTH,
        error_messages={
            "required": gettext_lazy("Write what it is. A word or two will do."),
            "max_length": gettext_lazy("That is long for a name. A few words will do."),
        },
    )
    area = forms.ChoiceField(required=False, error_messages={"invalid_choice": gettext_lazy("Choose one of these.")})
    own_area = forms.CharField(
        required=False,
        max_length=rules.AREA_LENGTH,
        error_messages={"max_length": gettext_lazy("That is long for an area. A word or two will do.")},
    )
    usual = forms.MultipleChoiceField(required=False)
    may = forms.MultipleChoiceField(required=False)
    days = forms.MultipleChoiceField(
        required=False,
        choices=[(str(day), "") for day in rules.WEEKDAYS],
        error_messages={"invalid_choice": gettext_lazy("Choose among the days of the week.")},
    )
    revision = forms.IntegerField(required=False, min_value=1)

    def __init__(self, people: Sequence[tuple[uuid.UUID, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = {"invalid_choice": _("Somebody in it is not here any longer. Choose among these.")}
        for name in ("usual", "may"):
            self.fields[name].choices = [(str(id), called) for id, called in people]  # type: ignore[attr-defined]
            self.fields[name].error_messages |= gone
        self.fields["area"].choices = area_choices()  # type: ignore[attr-defined]
        self.fields["days"].choices = day_choices()  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if all(unicodedata.category(one)[0] in "ZC" for one in name):
            # Nothing in it could be seen on the list.
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_days(self) -> list[int]:
        return sorted(int(day) for day in self.cleaned_data["days"])

    def what(self) -> What:
        """The task as it was typed. An area of one's own comes before one that was tapped."""
        said = self.cleaned_data
        usual = frozenset(map(uuid.UUID, said["usual"]))
        return What(
            name=said["name"],
            area=one_line(said["own_area"]) or said["area"],
            usual=usual,
            may=frozenset(map(uuid.UUID, said["may"])) - usual,
            days=rules.days(said["days"]),
        )

    def problems(self) -> list[tuple[str, str]]:
        return [(field, str(said[0])) for field, said in self.errors.items()]


class HardForm(forms.Form):
    """What one wants done with a task on one's own hard days."""

    choices = forms.MultipleChoiceField(
        required=False,
        choices=[(way, way) for way in rules.HARD],
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )
    smaller = forms.CharField(
        required=False,
        max_length=rules.SMALLER_LENGTH,
        error_messages={"max_length": gettext_lazy("That is more than there is room for. A little shorter works.")},
    )

    def on_hard_days(self) -> OnHardDays:
        said = self.cleaned_data
        return OnHardDays(rules.hard(said["choices"]), clean(said["smaller"]))

    def problems(self) -> list[tuple[str, str]]:
        return [(field, str(said[0])) for field, said in self.errors.items()]


def typed(one: TaskView) -> dict[str, object]:
    """A task as the form shows it."""
    own = one.area not in rules.AREAS
    return {
        "name": one.name,
        "area": "" if own else one.area,
        "own_area": one.area if own else "",
        "usual": [str(member) for member in one.usual],
        "may": [str(member) for member in one.may],
        "days": [str(day) for day in one.days],
        "revision": one.revision,
    }


def typed_hard(one: TaskView, member_id: uuid.UUID) -> dict[str, object]:
    return {"choices": list(one.hard.get(member_id, ())), "smaller": one.smaller.get(member_id, "")}


def area_choices() -> list[tuple[str, str]]:
    return [(area, queries.area_words(area)) for area in (*rules.AREAS, "")]


def day_choices() -> list[tuple[str, str]]:
    return [(str(day), queries.days_words([day])) for day in rules.WEEKDAYS]


def hard_choices() -> list[tuple[str, str]]:
    return [(way, queries.hard_words(way)) for way in rules.HARD]


def number(value: str) -> int:
    """A revision as a button sends it; 0, which no task has, for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def one_line(text: str) -> str:
    return " ".join(clean(text).split())
