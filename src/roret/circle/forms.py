"""What is typed or tapped about a circle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roret.circle.access import Viewer
from roret.circle.rules import JOIN_AS, NAME_LENGTH, SHARE_DAYS, Edition, Role
from roret.content import cards
from roret.kit.lang import reader_lang

ROLE_WORDS = {
    Role.HOLDER: gettext_lazy("The person the profile is about"),
    Role.SUPPORTER: gettext_lazy("Partner, family or friend"),
    Role.LEADER: gettext_lazy("Leader"),
    Role.COLLEAGUE: gettext_lazy("Colleague"),
}


class NameForm(forms.Form):
    """What one is called in this circle."""

    name = forms.CharField(
        max_length=NAME_LENGTH,
        error_messages={
            "required": gettext_lazy("Write what you are called here. A first name is fine."),
            "max_length": gettext_lazy("That is longer than there is room for. A shorter name works."),
        },
    )


class AddForm(NameForm):
    """Somebody who takes part without an account."""

    role = forms.ChoiceField()

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(viewer)  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Who is asked in, what they will see from the start, and where the link may be mailed."""

    role = forms.ChoiceField(error_messages={"required": gettext_lazy("Choose who the invitation is for.")})
    topics = forms.MultipleChoiceField(required=False)
    mail = forms.EmailField(
        required=False,
        max_length=200,
        error_messages={
            "invalid": gettext_lazy(
                "That does not look like an e-mail address. It has an @ in it, like maja@example.org."
            )
        },
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(viewer)  # type: ignore[attr-defined]
        self.fields["topics"].choices = topic_choices(viewer)  # type: ignore[attr-defined]


class TopicsForm(forms.Form):
    """Which topics one member sees."""

    topics = forms.MultipleChoiceField(required=False)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = topic_choices(viewer)  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """A link for a guest: which topics, for how long."""

    topics = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Choose at least one topic for the link to show.")}
    )
    days = forms.TypedChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Choose how long the link lasts.")}
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = topic_choices(viewer)  # type: ignore[attr-defined]
        self.fields["days"].choices = day_choices(viewer)  # type: ignore[attr-defined]


def role_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The roles this viewer can ask somebody in as."""
    roles = JOIN_AS[Edition(viewer.edition)] if viewer.is_holder else (Role.HOLDER,)
    return [(role.value, str(ROLE_WORDS[role])) for role in roles]


def topic_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The holder's topics of this edition, in the reader's language."""
    return [pair for pair in topic_titles(viewer.edition) if cards.card(pair[0]).owner == "holder"]


def topic_titles(edition: str) -> list[tuple[str, str]]:
    """Every topic of an edition with its title in the reader's language, in the deck's order."""
    lang = reader_lang()
    return [(card.id, cards.words(card, lang).title) for card in cards.deck(edition)]


def day_choices(viewer: Viewer) -> list[tuple[int, str]]:
    words = {1: _("A day"), 7: _("A week"), 30: _("A month"), 90: _("Three months")}
    return [(days, words[days]) for days in SHARE_DAYS[Edition(viewer.edition)]]
