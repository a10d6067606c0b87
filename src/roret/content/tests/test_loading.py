from pathlib import Path

import pytest

from roret.content import cards, language
from roret.content.errors import ContentError
from roret.content.tests.making import STRUCTURE, TEXT, write


def problems(folder: Path) -> list[ContentError]:
    return list(cards.load(folder).problems)


def test_the_shipped_deck_is_whole_in_every_language() -> None:
    deck = cards.whole_deck()
    assert deck.problems == ()
    for card in deck.cards:
        assert set(card.languages) == set(language.languages())


def test_the_deck_of_an_edition_is_in_its_order_and_an_unknown_topic_is_a_key_error() -> None:
    home = cards.deck("home", "da")
    assert [card.order for card in home] == sorted(card.order for card in home)
    assert {"advice", "zones"} <= {card.id for card in home}
    with pytest.raises(KeyError):
        cards.card("nothing")


MISTAKES = [
    ('id = "sample"', 'id = "simple"', '"simple"', '"sample"'),
    ("order = 1", 'order = "first"', "order =", "order"),
    ("order = 1", "ordr = 1", "ordr =", "order"),
    ("order = 1", "order = = 1", "order = =", "line 2"),
    ('kind = "choice"\n', 'kind = "chioce"\n', "chioce", "choice"),
    ('choices = ["yes", "no"]', 'choices = ["yes"]', 'choices = ["yes"]', "two or more"),
    ('choices = ["yes", "no"]', 'choices = ["yes", "yes"]', '"yes", "yes"', "each id once"),
    ('choices = ["yes", "no"]', 'choices = ["yes", "No"]', '"No"', "a-z"),
    ('choices = ["yes", "no"]', 'choices = ["yes", "no"]\nstarters = ["a"]', 'starters = ["a"]', "choices"),
    ('alone = ["none"]', 'alone = ["nothing"]', "alone", "a, b, c, none"),
    ('question = "one"', 'question = "lines"', "only_if", "one"),
    ('any_of = ["yes"]', 'any_of = ["perhaps"]', "only_if", "yes, no"),
    ("step = 2", "step = 0", "low =", "at most 101 steps"),
    ('id = "more"', 'id = "hours"\norder = 3', "order = 3", "order"),
    ('id = "more"', 'id = "lines"', 'id = "lines"', "of its own"),
    ('id = "more"', "", "[[questions]]", "id"),
    ("order = 1", 'order = 1\nstands = ["wish"]', 'who = "both"', "holder"),
]


def line_with(source: str, text: str) -> int:
    """The last line that contains it, counted from 1."""
    return max(n for n, line in enumerate(source.split("\n"), 1) if text in line)


@pytest.mark.parametrize(("right", "wrong", "line", "says"), MISTAKES)
def test_a_mistake_in_the_structure_has_its_line_and_what_is_allowed(
    tmp_path: Path, right: str, wrong: str, line: str, says: str
) -> None:
    assert right in STRUCTURE
    source = STRUCTURE.replace(right, wrong, 1)
    deck = cards.load(write(tmp_path, source))
    assert deck.cards == ()
    problem = deck.problems[0]
    assert (problem.file.name, problem.line) == ("sample.toml", line_with(source, line)), problem
    assert says in str(problem)
    assert any(row.startswith(">") and line in row for row in problem.excerpt)


WRONG_WORDS = [
    ("# Sample", "Sample", "Sample", "title"),
    ("- yes: Yes\n", "", "## one:", "- yes: text"),
    ("- yes: Yes", "- yes Yes", "- yes Yes", "- id: text"),
    ("- yes: Yes", "- yse: Yes", "- yse", "yes, no"),
    ("- no: No", "- no: No\n- no: Never", "- no: Never", "a second time"),
    ("- yes: Yes", "- yes (wish): Yes", "- yes (wish)", "### sentences"),
    ("- *: {holder} has answered.\n", "", "## one:", "- yes: …"),
    ("- *: {holder} has", "- *: {holdr} has", "{holdr}", "{holder}"),
    ("- *: {holder} has", "- *: {supporter} has", "{supporter} has", "{holder}"),
    ("- *: {times}", "- *: {any}", "- *: {any}", "{times}"),
    ("- 2-8: About", "- 2-6: About", "## much:", "- 8: …"),
    ("- 0: nothing", "- 1: nothing", "- 1: nothing", "0, 2, 4"),
    ("- 10: All.", "- 10: All.\n- 8-10: Much.", "- 8-10", "already a sentence"),
    ("- 10: All.", "- 10: All.\n- 3: Some.", "- 3: Some.", "no \"3\""),
    ("## lines @supporter:", "## one @supporter:", "## one @supporter", "only a question for both or for each"),
    ("And to you?", "And to you?\n\n- hello: Hi", "- hello: Hi", "main section"),
    ("## more: More?", "## moar: More?", "## moar", "one, many, much"),
    ("## one: One?", "## One?", "## One?", "## question"),
    ("## more:", "### Sentences\n\n## more:", "### Sentences", "### sentences"),
    ("- no (wish): No from me.", "- nope (wish): No.", "- nope", "yes, no"),
    ("- * (pair): {other}", "- * (list): {other}", "(list)", "hello, bye"),
    ("- no (wish): No from me.", "- no (wish): No from me.\n- yes: Yes.\n- no: No.", "- *: {holder} has", "never used"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "says"), WRONG_WORDS)
def test_a_mistake_in_the_words_has_its_line_and_closes_only_that_language(
    tmp_path: Path, right: str, wrong: str, line: str, says: str
) -> None:
    assert right in TEXT
    source = TEXT.replace(right, wrong, 1)
    deck = cards.load(write(tmp_path, STRUCTURE, {"da": source, "en": TEXT}))
    assert [card.languages for card in deck.cards] == [("en",)]
    found = [(problem.line, str(problem)) for problem in deck.problems]
    assert any(at == line_with(source, line) and says in text for at, text in found), found


def test_a_card_without_its_why_is_told(tmp_path: Path) -> None:
    found = problems(write(tmp_path, STRUCTURE, {"da": TEXT.replace("> Why.", ""), "en": TEXT}))
    assert "one or two lines" in str(found[0])


def test_all_mistakes_of_a_text_are_told_at_once(tmp_path: Path) -> None:
    text = TEXT.replace("- yes: Yes", "- yse: Yes").replace("{times}", "{list}").replace("> Why.", "")
    assert len({problem.line for problem in problems(write(tmp_path, STRUCTURE, {"da": text, "en": TEXT}))}) >= 3


def test_one_broken_card_leaves_the_others_standing(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, STRUCTURE.replace("sample", "broken").replace("order = 1", "order ="), name="broken")
    deck = cards.load(tmp_path)
    assert [card.id for card in deck.cards] == ["sample"]
    assert [problem.file.name for problem in deck.problems] == ["broken.toml"]


def test_a_missing_language_is_reported_and_the_card_is_not_offered_in_it(tmp_path: Path) -> None:
    with cards.use(write(tmp_path, STRUCTURE, {"en": TEXT})):
        assert "sample" not in [card.id for card in cards.deck("home", "da")]
        assert "sample" in [card.id for card in cards.deck("home", "en")]
        assert 'not offered in "da"' in str(cards.whole_deck().problems[0])
        assert cards.words(cards.card("sample"), "da").lang == "en"


def test_words_without_a_topic_and_a_topic_that_stands_twice_are_reported(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "en" / "topics" / "lost.md").write_text("# Lost\n")
    advice = (cards.SHIPPED / "topics" / "advice.toml").read_text(encoding="utf-8")
    words = (cards.SHIPPED / "en" / "topics" / "advice.md").read_text(encoding="utf-8")
    write(tmp_path, advice.replace("order = 40", "order = 1"), {"en": words}, name="advice")
    with cards.use(tmp_path):
        told = "\n".join(map(str, cards.whole_deck().problems))
        assert "these words belong to no topic" in told
        assert "not offered" in told
        assert 'there is already a topic "advice"' in told
        assert [card.order for card in cards.whole_deck().cards if card.id == "advice"] == [40]


@pytest.mark.parametrize("spoiled", [b"# S\xc3\n", b"\xff\xfe# S", b""])
def test_bytes_that_are_no_text_are_reported_and_never_raise(tmp_path: Path, spoiled: bytes) -> None:
    write(tmp_path)
    (tmp_path / "da" / "topics" / "sample.md").write_bytes(spoiled)
    (tmp_path / "topics" / "other.toml").write_bytes(spoiled)
    deck = cards.load(tmp_path)
    assert [card.languages for card in deck.cards] == [("en",)]
    assert len(deck.problems) >= 2


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    write(tmp_path)
    file = tmp_path / "da" / "topics" / "sample.md"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert problems(tmp_path) == []


def test_an_empty_folder_is_an_empty_deck(tmp_path: Path) -> None:
    assert cards.load(tmp_path / "nowhere") == cards.Deck((), ())


def test_a_broken_language_file_is_reported_and_the_other_languages_stand(tmp_path: Path) -> None:
    for lang in ("da", "en"):
        (tmp_path / lang).mkdir()
        source = (language.SHIPPED / lang / "language.toml").read_text(encoding="utf-8")
        (tmp_path / lang / "language.toml").write_text(source.replace('or = "eller"', ""), encoding="utf-8")
    found, mistakes = language.load_languages(tmp_path)
    assert list(found) == ["en"]
    assert "or" in str(mistakes[0])


@pytest.mark.parametrize(("right", "wrong"), [("{limit} lines", "{most} lines"), ("too_many", "far_too_many")])
def test_a_refusal_that_is_missing_or_inserts_something_else_is_reported(
    tmp_path: Path, right: str, wrong: str
) -> None:
    (tmp_path / "en").mkdir()
    source = (language.SHIPPED / "en" / "language.toml").read_text(encoding="utf-8")
    (tmp_path / "en" / "language.toml").write_text(source.replace(right, wrong), encoding="utf-8")
    found, mistakes = language.load_languages(tmp_path)
    assert (found, len(mistakes)) == ({}, 1)


def test_who_is_asked_what(tmp_path: Path) -> None:
    card = cards.load(write(tmp_path)).cards[0]
    assert [slot.key for slot in card.asked("holder")] == ["one", "many", "much", "hours", "lines"]
    assert [slot.key for slot in card.asked("supporter")] == ["hours", "lines@supporter", "more"]
    assert card.together
    asked = cards.words(card, "en").questions["lines"]
    assert (asked.title_for("holder"), asked.title_for("supporter")) == ("What may be said?", "And to you?")
    assert cards.words(card, "en").questions["many"].hint_for("holder") == "A hint that goes on over two lines."
