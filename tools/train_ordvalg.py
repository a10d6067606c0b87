"""Makes the small model of ordvalg from the corpus, or draws its learning curve.

    python tools/train_ordvalg.py train --neutral FILE [--lang da|en]
    python tools/train_ordvalg.py tune [--lang da|en]                    the thresholds alone, after rules have changed
    python tools/train_ordvalg.py curve --neutral FILE [--lang da|en]
    python tools/train_ordvalg.py words --neutral FILE [--lang da|en]    the everyday words of a language

Needs scikit-learn (`pip install -e .[train]`), which nothing else does. FILE is a table of ordinary sentences, Danish
and English, one pair a line with a tab between them: an export of Tatoeba (tatoeba.org, CC BY 2.0 FR), which the model
must stay silent about. Without ordinary sentences a model of this size points at everything.

Everything is in a fixed order and every number that is kept is rounded, so that the same corpus gives the same file.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from ordvalg import corpora, language, model, packs
from ordvalg.checking import weighed
from ordvalg.findings import FLAGS, LANGUAGES, MOVES
from ordvalg.language import PACKS
from ordvalg.reading import composed, read

NEUTRAL = 6000
"""Ordinary sentences that are shown to it, besides the corpus."""
NEUTRAL_WEIGHT = 0.3
STRICTNESS = 300.0
"""Inverse of the regularisation."""
EVERYDAY = 4000
NAMES = {"tom", "mary", "john", "tomas", "maja", "jonas", "birthe", "signe", "otto"}
KINDS = FLAGS + MOVES
KEPT = (80_000, 40_000)
"""Features that are kept, those that weigh most: it learns anew with so many, and then with so many."""
MOVES_MATTER = 0.4
"""What a weight for a move counts beside one for a flag where the features are chosen."""
NEVER = -9.0
"""The score of a kind that no message it learned from has: in the smallest portions of the curve."""
LEVELS = 16
"""Different weights that a model may have, so that one takes half a byte."""
CLEAN_POINTED_AT = 0.15
"""Share of clean messages that may be pointed at, by rules and model together, where nearly half of them are lookalikes."""
SURE_PRECISION = 0.95
"""How often a sure finding is right, at least, on the same."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("train", "tune", "curve", "words"))
    parser.add_argument("--neutral", type=Path)
    parser.add_argument("--lang", choices=LANGUAGES)
    told = parser.parse_args()
    for lang in [told.lang] if told.lang else LANGUAGES:
        if told.what == "tune":
            tune(lang)
            continue
        if not told.neutral:
            parser.error("--neutral says where the ordinary sentences are")
        neutral = ordinary(told.neutral, lang)
        if told.what == "words":
            words(lang, neutral)
        elif told.what == "train":
            train(lang, neutral[:NEUTRAL])
        else:
            curve(lang, neutral[:NEUTRAL])


def ordinary(path: Path, lang: str) -> list[str]:
    column = LANGUAGES.index(lang)
    texts = sorted({line.split("\t")[column] for line in path.read_text("utf-8").splitlines()[1:]})
    random.Random(1).shuffle(texts)
    return texts


def words(lang: str, neutral: list[str]) -> None:
    """Writes the words by which a language is known, the most frequent first: what is ordinary, and what we say."""
    often: Counter[str] = Counter()
    for text in [*neutral, *(one.text for one in corpora.learned_from(lang))]:
        for place in language.WORD.finditer(text):
            if place.start() == 0 or not place.group()[0].isupper() or place.group() == "I":
                often[place.group().lower().replace("’", "'")] += 1
    ranked = sorted((word for word, times in often.items() if times > 1), key=lambda word: (-often[word], word))
    kept = [word for word in ranked if word not in NAMES][:EVERYDAY]
    (PACKS / lang / "everyday.txt").write_text("\n".join(kept) + "\n", "utf-8")
    print(f"{lang}: {len(kept)} words")


def seen(text: str, lang: str) -> set[int]:
    """The features of a message, all sentences together."""
    pack = packs.pack(lang)
    message = read(composed(text)[0], pack.spelling)
    found: set[int] = set()
    for first, last, asks in message.sentences:
        found |= model.features(message.words[first:last], pack.spelling, asks)
    return found


class Table:
    """Features of texts as a matrix over those that more than one text has."""

    def __init__(self, texts: Sequence[set[int]]) -> None:
        often = Counter(feature for found in texts for feature in found)
        self.names = sorted(feature for feature, times in often.items() if times > 1)
        self.place = {feature: at for at, feature in enumerate(self.names)}

    def rows(self, texts: Sequence[set[int]]) -> csr_matrix:
        values: list[float] = []
        columns: list[int] = []
        ends = [0]
        for found in texts:
            places = sorted(self.place[feature] for feature in found if feature in self.place)
            columns += places
            values += [1 / math.sqrt(len(found) or 1)] * len(places)
            ends.append(len(columns))
        return csr_matrix((values, columns, ends), shape=(len(texts), len(self.names)))


class Learned:
    def __init__(self, texts: Sequence[set[int]], kinds: np.ndarray, neutral: Sequence[set[int]]) -> None:
        """Learns from texts with their flags and moves (a row a text, a column a kind) and from ordinary sentences.

        A logistic regression per kind. Rare features speak louder while it learns; what comes out is one weight each.
        """
        self.table = Table([*texts, *neutral])
        self._whole = vstack([self.table.rows(texts), self.table.rows(neutral)]).tocsr()
        self._right = np.vstack([kinds, np.zeros((len(neutral), len(KINDS)), bool)])
        self._counts = np.r_[np.ones(len(texts)), np.full(len(neutral), NEUTRAL_WEIGHT)]
        self.times = np.asarray((self._whole > 0).sum(axis=0)).ravel()
        self.kept = np.ones(len(self.table.names), bool)
        self._learn()
        for some in KEPT:
            matters = np.abs(self.weights) * np.where(np.isin(KINDS, FLAGS), 1.0, MOVES_MATTER)
            order = np.argsort(-(matters.max(axis=1) * np.sqrt(self.times)), kind="stable")
            self.kept = np.zeros(len(order), bool)
            self.kept[order[:some]] = True
            self._learn()

    def _learn(self) -> None:
        rarity = np.log(self._whole.shape[0] / self.times)
        rarity *= self.kept / rarity.mean()
        louder = self._whole.multiply(rarity).tocsr()
        louder.eliminate_zeros()
        self.weights = np.zeros((len(rarity), len(KINDS)))
        self.bias = np.full(len(KINDS), NEVER)
        for at in np.flatnonzero(self._right.any(axis=0)):
            one = LogisticRegression(C=STRICTNESS, solver="liblinear", random_state=1)
            one.fit(louder, self._right[:, at], sample_weight=self._counts)
            self.weights[:, at], self.bias[at] = one.coef_[0] * rarity, one.intercept_[0]

    def levels(self) -> np.ndarray:
        """The few weights that stand for all of them, in steps of 1/127 of the greatest: nearest on average, where a
        feature counts by how often it is met.
        """
        values = self.weights[self.kept].ravel()
        counts = np.repeat(np.sqrt(self.times[self.kept]), len(KINDS))
        spread = np.linspace(-1, 1, LEVELS)
        found = np.where(spread < 0, -values.min(), values.max()) * np.sign(spread) * spread**2
        for _ in range(30):
            which = np.searchsorted((found[1:] + found[:-1]) / 2, values)
            held = np.bincount(which, counts, LEVELS)
            sums = np.bincount(which, counts * values, LEVELS)
            found = np.sort(np.where(held > 0, sums / np.maximum(held, 1e-9), found))
        return found

    def likely(self, texts: Sequence[set[int]]) -> np.ndarray:
        return 1 / (1 + np.exp(-(self.table.rows(texts) @ self.weights + self.bias)))


def right(messages: Sequence[corpora.Message]) -> np.ndarray:
    return np.array([[kind in one.flags | one.moves for kind in KINDS] for one in messages], bool)


def thresholds(lang: str, known: model.Model) -> dict[str, float]:
    """Four scores, chosen on writers that neither a rule nor a weight has learned from.

    `agrees_from` and `points_from`: the pair that finds most while clean messages are pointed at as seldom as promised.
    `sure_from`: the lowest at which sure rules are right as often as promised. `moves_from`: where F1 is highest.
    """
    open_to_all = replace(known, points_from=-99.0, moves_from=-99.0)
    tried = [(one, weighed(one.text, lang, open_to_all)) for one in corpora.tuned_on(lang)]
    labelled = sum(len(one.flags) for one, _ in tried)
    clean = sum(not one.flags for one, _ in tried)
    best = (-1.0, 0.0, 0.0)
    for agrees in np.arange(-5.0, 0.0, 0.1):
        for points in np.arange(-3.0, 2.0, 0.05):
            right = pointed = 0
            for one, seen in tried:
                said = {flag for flag, _, score in seen.heard if score >= agrees}
                said |= {flag for flag, score in seen.alone.items() if score >= points}
                right += len(said & one.flags)
                pointed += bool(said) and not one.flags
            if pointed <= CLEAN_POINTED_AT * clean:
                best = max(best, (right / labelled, -float(points), float(agrees)))
                break
    surest = 3.0
    for score_from in np.arange(-4.0, 3.0, 0.1):
        said = [(flag in one.flags) for one, seen in tried for flag in sure_at(seen.heard, score_from)]
        if sum(said) >= SURE_PRECISION * len(said):
            surest = float(score_from)
            break
    moves_best = (-1.0, 0.0)
    for score_from in np.arange(-4.0, 2.0, 0.1):
        said = [seen.moves | {move for move, of in seen.moves_alone.items() if of >= score_from} for _, seen in tried]
        both = sum(len(one.moves & moves) for (one, _), moves in zip(tried, said, strict=True))
        f1 = 2 * both / (sum(map(len, said)) + sum(len(one.moves) for one, _ in tried))
        moves_best = max(moves_best, (f1, float(score_from)))
    found = {
        "points_from": -best[1],
        "agrees_from": best[2],
        "sure_from": max(surest, best[2]),
        "moves_from": moves_best[1],
    }
    print(f"  {lang}: {found}, recall {best[0]:.2f}, moves {moves_best[0]:.2f}, {len(tried)} messages", file=sys.stderr)
    return {name: round(one, 2) for name, one in found.items()}


def sure_at(heard: Sequence[tuple[str, bool, float]], score_from: float) -> set[str]:
    return {flag for flag, sure, score in heard if sure and score >= score_from}


def train(lang: str, neutral: list[str]) -> None:
    messages = corpora.learned_from(lang)
    ordinary_texts = [seen(text, lang) for text in neutral]
    learned = Learned([seen(one.text, lang) for one in messages], right(messages), ordinary_texts)
    levels = learned.levels()
    scale = float(np.abs(levels).max()) / (model.MIDDLE - 1)
    which = np.searchsorted((levels[1:] + levels[:-1]) / 2, learned.weights)
    used = np.flatnonzero(learned.kept)
    names = b"".join(learned.table.names[at].to_bytes(4, "little") for at in used)
    weights = b"".join((which[at, ::2] | which[at, 1::2] << 4).astype(np.uint8).tobytes() for at in used)
    head = {
        "kinds": KINDS,
        "bias": [round(float(one), 4) for one in learned.bias],
        "levels": [round(float(one / scale)) for one in levels],
        "scale": round(scale, 6),
        **dict.fromkeys(model.THRESHOLDS, 0.0),
        "features": len(used),
        "messages": len(messages),
        "made_from": corpora.digest(lang),
        "neutral": f"{len(neutral)} sentences of Tatoeba (tatoeba.org), CC BY 2.0 FR",
    }
    head |= thresholds(lang, model.opened(BytesIO(json.dumps(head).encode() + b"\n" + names + weights)))
    path = model.HERE / f"{lang}.bin"
    path.write_bytes(json.dumps(head).encode() + b"\n" + names + weights)
    print(f"{lang}: {len(messages)} messages, {len(used)} features, {path.stat().st_size // 1024} kB")


def tune(lang: str) -> None:
    """Chooses the thresholds anew and leaves the weights."""
    path = model.HERE / f"{lang}.bin"
    head, _, rest = path.read_bytes().partition(b"\n")
    told = json.loads(head) | thresholds(lang, model.opened(BytesIO(path.read_bytes())))
    path.write_bytes(json.dumps(told).encode() + b"\n" + rest)


def curve(lang: str, neutral: list[str]) -> None:
    """F1 on the writers kept apart, over the number of messages learned from; at the threshold that is best there."""
    messages = corpora.learned_from(lang)
    random.Random(1).shuffle(messages)
    ordinary_texts = [seen(text, lang) for text in neutral]
    apart = corpora.kept_apart(lang)
    answers = right(apart)[:, : len(FLAGS)]
    texts = [seen(one.text, lang) for one in apart]
    size = 100
    sizes = []
    while size < len(messages):
        sizes.append(size)
        size *= 2
    for some in [*sizes, len(messages)]:
        taught = messages[:some]
        learned = Learned([seen(one.text, lang) for one in taught], right(taught), ordinary_texts)
        likely = learned.likely(texts)[:, : len(FLAGS)]
        best = 0.0
        for from_here in np.arange(0.05, 0.95, 0.02):
            said = likely >= from_here
            both = (said & answers).sum()
            best = max(best, 2 * both / max(1, said.sum() + answers.sum()))
        print(f"{lang}: {some:6d} messages  F1 {best:.2f}")


if __name__ == "__main__":
    main()
