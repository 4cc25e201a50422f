"""How a query is understood and weighed: data that editors change, tried without rebuilding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from knowledge_base.search.document import SearchableKind
from knowledge_base.search.heard import HeardWords
from knowledge_base.search.normalise import normalise
from knowledge_base.search.wordlist import LooseWordList, WordList

plainly = lru_cache(maxsize=131_072)(normalise)
"""A word of a strategy as it is compared; the same ones come with every version of it."""

BETWEEN = "个了的"
"""Small words that may stand within a colloquial word without changing it."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTENT = Path(__file__).parents[1] / "content" / "search"
STRATEGY, SYNONYMS = _CONTENT / "strategy.yaml", _CONTENT / "synonyms"

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,16}:\S{1,120}$")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Boost = Annotated[float, Field(ge=0.0, le=5.0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Synonym(_Part):
    """民间说法 → 规范说法. A text that holds one of `said` is read as if it held `means` too.

    `unless` are words that only look like it: 「户口」 in 「户口本」.
    """

    said: list[Word] = Field(min_length=1, max_length=50)
    means: list[Word] = Field(min_length=1, max_length=8)
    unless: list[Word] = Field(default=[], max_length=20)


class Act(_Part):
    """One thing that is done about a matter (applied for, renewed, looked up), or whom it is for.

    A title that holds one of `titles` is about this act; a query that holds one of `asked` asks
    for it. Both are told apart from the matter itself, which many titles share.
    """

    name: Word
    titles: list[Word] = Field(min_length=1, max_length=50)
    asked: list[Word] = Field(min_length=1, max_length=50)


class Pin(_Part):
    """Answers an editor chose for a query; they come first, in this order."""

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    keys: list[Key] = Field(min_length=1, max_length=10)
    match: Literal["whole", "part"] = "whole"


class Boosts(_Part):
    """How much a match counts by the field it is found in."""

    title: Boost = 1.0
    aliases: Boost = 1.0
    asks: Boost = 1.0
    heading: Boost = 1.0
    body: Boost = 1.0


class Fusion(_Part):
    """The share of each kind of evidence in a score.

    `covered`: how much of the query a name holds; `alike`: how much both hold in common;
    `words_meaning`, `sentence_meaning`: nearness in meaning; `text`: BM25 over everything;
    `named`: added where the query holds a whole name. `middle`: the sum at which the first answer
    is as likely right as wrong; `slope`: how steeply it becomes certain from there.
    """

    covered: Share
    alike: Share
    words_meaning: Share
    sentence_meaning: Share
    text: Share
    named: Share = 0.0
    middle: Annotated[float, Field(ge=0.0, le=5.0)]
    slope: Annotated[float, Field(gt=0.0, le=100.0)]


class KindWeights(_Part):
    """Weights for one kind of thing.

    `quick` decides alone where the best score reaches `sure`. Only else is more looked for, by
    sound and meaning; and where that is not sure either, the sentence is encoded and `careful`
    decides. `topic_share` is how much of the sentence's vector is that of its
    topic; `asking_worth` what words of asking («怎么办») count beside those of the topic;
    `synonym_worth` what a match through synonyms counts; `neighbours` of how many of a thing's best
    phrases the mean is taken.
    """

    quick: Fusion
    careful: Fusion
    sure: Share
    topic_share: Share
    asking_worth: Share
    synonym_worth: Share
    neighbours: Literal[1, 2] = 1

    @model_validator(mode="before")
    @classmethod
    def _of_older_versions(cls, body: Any) -> Any:
        """Versions kept until November 2026 name a number that no search asks for any more."""
        return {k: v for k, v in body.items() if k != "lead"} if isinstance(body, dict) else body


class Colloquial(NamedTuple):
    """Where a colloquial word stands in a text, and what it may mean."""

    start: int
    end: int
    means: tuple[str, ...]


class SearchStrategy(_Part):
    """Everything about a search that may change without rebuilding the index."""

    synonyms: list[Synonym] = Field(default=[], max_length=20_000)
    acts: list[Act] = Field(default=[], max_length=50)
    pins: list[Pin] = Field(default=[], max_length=2000)
    stop_words: list[Word] = Field(default=[], max_length=2000)
    boosts: Boosts = Boosts()
    named: KindWeights
    faqs: KindWeights
    passages: KindWeights
    sound_worth: Share = 0.95
    act_worth: Share = 0.1
    other_region_worth: Share = 0.7
    not_valid_worth: Share = 0.6
    candidates: Annotated[int, Field(ge=5, le=200)] = 30

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        seen: dict[str, int] = {}
        for number, synonym in enumerate(self.synonyms):
            for word in synonym.said:
                if word in synonym.means:
                    raise ValueError(f"同义词「{word}」不能等于它自己的规范说法")
                if seen.setdefault(plainly(word), number) != number:
                    raise ValueError(f"同义词「{word}」出现了两次，请合并")
        queries = [normalise(p.query) for p in self.pins]
        for query in queries:
            if queries.count(query) > 1:
                raise ValueError(f"置顶问法「{query}」出现了两次，请合并")
        return self

    @cached_property
    def acts_of_titles(self) -> Callable[[str], int]:
        """The acts of a title, as the bits of a number."""
        return _Acts({a.name: a.titles for a in self.acts})

    @cached_property
    def acts_asked(self) -> Callable[[str], int]:
        """The acts a normalised query asks for, as the bits of a number."""
        return _Acts({a.name: a.asked for a in self.acts})

    @cached_property
    def said(self) -> dict[str, tuple[str, ...]]:
        """Normalised colloquial words and what they mean; what is protected means itself."""
        found: dict[str, tuple[str, ...]] = {}
        for synonym in self.synonyms:
            means = tuple(map(plainly, synonym.means))
            found.update({plainly(w): () for w in synonym.unless if plainly(w) not in found})
            found.update({plainly(w): means for w in synonym.said})
        return found

    def colloquial(self, text: str) -> list[Colloquial]:
        """The colloquial words of a normalised text, in their order; misspelt ones by sound."""
        written = [
            Colloquial(start, end, self.said[w]) for w, start, end in self._said.places(text)
        ]
        taken = {at for found in written for at in range(found.start, found.end)}
        heard = [
            Colloquial(start, end, (word, *self.said[word]))
            for word, start, end in self._heard.places(text)
            if taken.isdisjoint(range(start, end))
        ]
        return sorted(found for found in [*written, *heard] if found.means)

    def without_stop_words(self, text: str) -> str:
        return self._stopped.replaced(text, lambda word: " ") if self.stop_words else text

    @cached_property
    def _said(self) -> LooseWordList:
        return LooseWordList(self.said, BETWEEN)

    @cached_property
    def _heard(self) -> HeardWords:
        return HeardWords((word for word, means in self.said.items() if means), BETWEEN)

    @cached_property
    def _stopped(self) -> WordList:
        return WordList(map(normalise, self.stop_words))

    def weights(self, kind: SearchableKind) -> KindWeights:
        if kind == "passage":
            return self.passages
        return self.faqs if kind == "faq" else self.named

    def pinned_keys(self, text: str) -> list[str]:
        """What editors chose for a normalised query, whole queries before parts of it."""
        whole = [k for p in self._pinned.get(text, ()) for k in p.keys]
        partly = [k for q, p in self._pinned_partly if q in text for k in p.keys]
        return list(dict.fromkeys([*whole, *partly]))

    @cached_property
    def _pinned(self) -> dict[str, tuple[Pin, ...]]:
        return {normalise(p.query): (p,) for p in self.pins}

    @cached_property
    def _pinned_partly(self) -> list[tuple[str, Pin]]:
        return [(normalise(p.query), p) for p in self.pins if p.match == "part"]

    def asked_words(self) -> Iterator[str]:
        """Every word of the synonyms."""
        for synonym in self.synonyms:
            yield from synonym.said
            yield from synonym.means


class _Acts:
    """Finds words of acts in a text."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self._bits: dict[str, int] = {}
        for number, several in enumerate(words.values()):
            for word in several:
                self._bits[word] = self._bits.get(word, 0) | 1 << number
        self._words = WordList(self._bits)

    def __call__(self, text: str) -> int:
        found = 0
        for word, _, _ in self._words.places(text):
            found |= self._bits[word]
        return found


@cache
def default_strategy() -> SearchStrategy:
    """The strategy that is shipped."""
    raw = yaml.safe_load(STRATEGY.read_text("utf-8"))
    synonyms = [row for path in sorted(SYNONYMS.glob("*.yaml")) for row in _rows(path)]
    return SearchStrategy.model_validate({**raw, "synonyms": synonyms})


def _rows(path: Path) -> list[Any]:
    return yaml.load(path.read_text("utf-8"), Loader=_Loader) or []
