"""What a check gives, whatever the rules are."""

from __future__ import annotations

import unicodedata

import pytest

from ordvalg import LONGEST, WISH, Findings, Wishes, check
from ordvalg.findings import MOST

YOGA = "Har du prøvet yoga?"


def flags(text: str, lang: str = "da", **more: object) -> list[str]:
    return [flag.flag for flag in check(text, lang, soft=False, **more).flags]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        YOGA,
        "har du proevet yoga",
        "HAR DU PRØVET YOGA",
        "har du egentlig nogensinde prøvet yoga",
        "Nå. Har du så prøvet yoga 🙂",
        "haaaaar du prøvet yooooga??",
        unicodedata.normalize("NFD", YOGA),
        "\u200fHar du prøvet yoga?",
    ],
)
def test_the_way_it_is_typed_makes_no_difference(text: str) -> None:
    assert "advice" in flags(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jeg har prøvet yoga.",
        "Har du prøvet den nye café?",
        "Min mor sagde: har du prøvet yoga?",
        "Hun spurgte mig ”har du prøvet yoga”, og jeg grinede.",
        "»Har du prøvet yoga« hørte jeg i toget",
        "Er det okay, hvis jeg spørger, om du har prøvet yoga?",
        "Er det okay, hvis jeg deler en idé? Har du prøvet yoga?",
        "Du spurgte, hvad jeg ville gøre. Har du prøvet yoga?",
        "Pas på, der er is på trappen.",
        "Du skal se den film!",
        "Hvad skal vi have at spise?",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert flags(text) == []


def test_a_message_that_is_nothing_but_a_quotation_is_read() -> None:
    assert "advice" in flags("”Har du prøvet yoga?”")


def test_permission_reaches_one_sentence_further_and_no_more() -> None:
    asked = "Er det okay, hvis jeg deler en idé?"
    assert "advice" not in flags(f"{asked} Har du prøvet yoga?")
    assert "advice" in flags(f"{asked} Vi ses i morgen. Har du prøvet yoga?")


@pytest.mark.parametrize(
    "text", [f"Godmorgen 👩‍👩‍👧. {YOGA}", unicodedata.normalize("NFD", f"Må du få en god dag. {YOGA}")]
)
def test_places_are_in_the_text_as_it_came(text: str) -> None:
    [flag] = [flag for flag in check(text, "da", soft=False).flags if flag.flag == "advice"]
    seen = unicodedata.normalize("NFC", text[flag.start : flag.end])
    assert seen.startswith("Har du prøvet")
    assert "?" not in seen


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "…", "🙂🙂", "\x00\x01\x1b[31m", "?" * 500, "\u202eyzal os\u202c", "٣٤٥"]
)
def test_nothing_to_read_gives_nothing(text: str) -> None:
    for lang in ("da", "en", "auto"):
        found = check(text, lang)
        assert (found.flags, found.moves) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "Hast du es schon mit Yoga versucht? Du solltest dich mehr bewegen.",
        "Har du provat yoga? Du borde röra på dig mer, det är bra för ryggen.",
        "As-tu essayé le yoga ? Tu devrais te reposer.",
        "¿Has probado el yoga? Tienes que descansar.",
        "Próbowałaś jogi? Powinnaś odpocząć.",
        "هل جربت اليوغا؟",
        "你试过瑜伽吗？",
    ],
)
def test_a_language_that_is_not_known_is_said_to_be_so(text: str) -> None:
    assert check(text) == Findings(lang=None)


@pytest.mark.parametrize(
    "text, lang",
    [(YOGA, "da"), ("Have you tried yoga?", "en"), ("Hvordan går det i dag?", "da"), ("How are things today?", "en")],
)
def test_the_language_is_found(text: str, lang: str) -> None:
    assert check(text).lang == lang


@pytest.mark.parametrize(
    "text, lang",
    [(text, "da") for text in ("Ja", "hm", "Hvad?", "Måske.", "kom", "👍")] + [("why?", "en"), ("cool", "en")],
)
def test_of_a_word_or_two_the_model_makes_nothing(text: str, lang: str) -> None:
    assert not check(text, lang).flags


def test_a_language_by_another_name_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="auto"):
        check("hej", "danish")


def test_a_long_text_is_looked_at_from_its_beginning_and_says_so() -> None:
    found = check("Vi ses i morgen. " * 10_000 + YOGA, "da")
    assert found.cut
    assert not found.flags, "what is said again and again is not said louder"
    assert "advice" in flags(YOGA + " Vi ses i morgen." * 10_000)
    assert not check("Vi ses. " * (LONGEST // 8), "da").cut


def test_no_more_than_three_and_one_of_each() -> None:
    found = check(f"{YOGA} Du burde tage dig sammen. Stakkels dig. Det skal nok gå. Du ser da frisk ud. {YOGA}", "da")
    kinds = [flag.flag for flag in found.flags]
    assert len(kinds) == len(set(kinds)) == MOST


def test_an_allowed_phrase_is_silent() -> None:
    assert flags(YOGA, wishes=Wishes(allowed=("har du prøvet yoga",))) == []
    assert "advice" in flags(YOGA, wishes=Wishes(allowed=("vi ses",)))


def test_a_phrase_that_misses_goes_before_everything() -> None:
    [first, *rest] = check(f"{YOGA} Nå, er du så frisk nu igen", "da", Wishes(missing=("Er du frisk nu?",))).flags
    assert (first.flag, first.rule, first.sure, first.why) == (WISH, WISH, True, "")
    assert "advice" in [flag.flag for flag in rest]


def test_a_wish_is_read_as_a_message_is() -> None:
    wishes = Wishes(missing=("Du må jo prøve på det!",))
    assert WISH in flags("du maa proeve paa det", wishes=wishes)
    assert WISH not in flags("du må ikke prøve på det", wishes=wishes)
    assert flags("hej", wishes=Wishes(missing=("", "…"))) == []


def test_who_asks_for_rules_alone_gets_no_other_voice() -> None:
    text = "Man kan vel altid finde nogen, der har det værre end en selv"
    assert all(flag.rule for flag in check(text, "da", soft=False).flags)
