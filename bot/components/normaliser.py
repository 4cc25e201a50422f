"""Rasa component: writes every text in its standard form before anything else reads it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.hearing import Hearing
from components.item_words import read_dictionary
from components.normalise import Lexicon, Normaliser
from components.sounds import default_sounds

RAW_TEXT = "raw_text"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextNormaliser(GraphComponent):
    """Replaces `text` by its normalised form and keeps the original as `raw_text`.

    Names of the jieba dictionary folder `dictionary` that are written as they sound are put right.

    Only the first `longest` characters are read: nobody says what they need later than that,
    and a pasted novel must not hold up the others. A leading slash is dropped, because Rasa
    takes `/intent` for a command and a citizen's words are never commands. Stands first in the
    pipeline, so that no entity has offsets yet; training examples with marked entities are left
    as written.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"longest": 300, "dictionary": "data/dictionary"}

    def __init__(self, config: dict[str, Any], normaliser: Normaliser, hearing: Hearing) -> None:
        self._longest: int = config["longest"]
        self._normaliser = normaliser
        self._hearing = hearing

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextNormaliser:
        names = read_dictionary(Path(config["dictionary"]))
        cut = partial(jieba.Tokenizer().lcut, HMM=False)
        hearing = Hearing(names, default_sounds(), cut)
        return cls(config, Normaliser(Lexicon.load()), hearing)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            original = message.get(TEXT) or ""
            message.set(RAW_TEXT, original, add_to_output=True)
            readable = original[: self._longest].lstrip("/ ")
            message.set(TEXT, self._hearing.repaired(self._normaliser.normalise(readable)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            if message.get(TEXT) and not message.get(ENTITIES):
                message.set(TEXT, self._normaliser.normalise(message.get(TEXT)))
        return training_data
