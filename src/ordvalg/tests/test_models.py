"""The corpus and the models that were made from it."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from ordvalg import FLAGS, LANGUAGES, MOVES, corpora, model


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_model_that_is_shipped_was_made_from_this_corpus(lang: str) -> None:
    head = json.loads((model.HERE / f"{lang}.bin").read_bytes().partition(b"\n")[0])
    assert head["made_from"] == corpora.digest(lang), "tools/train_ordvalg.py train"
    assert head["messages"] == len(corpora.learned_from(lang))
    assert tuple(head["kinds"]) == FLAGS + MOVES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_model_is_a_few_hundred_kilobytes(lang: str) -> None:
    assert (model.HERE / f"{lang}.bin").stat().st_size < 600_000


@pytest.mark.parametrize("lang, least", [("da", 3000), ("en", 1500)])
def test_the_corpus_is_whole(lang: str, least: int) -> None:
    """Enough messages that two have read, every flag and move among them, and among those that are kept apart."""
    whole = list(corpora.messages(lang))
    assert len({one.id for one in whole}) == len(whole)
    twice = [one for one in whole if one.second is not None]
    assert len(twice) >= least
    for some in (twice, corpora.kept_apart(lang), corpora.tuned_on(lang)):
        seen = Counter(kind for one in some for kind in one.flags | one.moves)
        assert set(seen) == {*FLAGS, *MOVES}
    assert {one.way for one in whole} == set(corpora.WAYS)
    assert all(one.text.strip() and len(one.flags) <= 3 for one in whole)
    assert not any(one.flags for one in whole if one.way in ("hard", "neutral", "move"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_that_is_kept_apart_is_learned_from(lang: str) -> None:
    """Not even the few everyday words that two writers have both hit upon, whatever their signs and capitals."""
    apart = [*corpora.kept_apart(lang), *corpora.tuned_on(lang)]
    taught = {corpora.words_of(one.text) for one in corpora.learned_from(lang)}
    assert [one.id for one in apart if corpora.words_of(one.text) in taught] == []
    assert corpora.words_of("Hang in there!! 💪") == corpora.words_of("hang in there")


def test_a_long_message_is_judged_a_few_sentences_at_a_time() -> None:
    from ordvalg import packs
    from ordvalg.reading import read

    message = read("Vi ses i morgen klokken ti. " * 30, packs.pack("da").spelling)
    parts = model.windows(message)
    assert [one for _, some in parts for one in some] == message.sentences
    assert [begin for begin, _ in parts] == [message.sentences.index(some[0]) for _, some in parts]
    assert max(some[-1][1] - some[0][0] for _, some in parts) <= model.LONGEST_WINDOW
