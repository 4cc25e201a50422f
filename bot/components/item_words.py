"""Rasa component: reads every item name as «这个证», so that only what is asked remains."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

GENERIC_TEXT = "generic_text"
_WORDS_FILE = "item_words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ItemWords(GraphComponent):
    """Sets `generic_text`: the words of the message, item names replaced by `stand_in`.

    An act («要多久») sounds the same for every item; which item is meant is found by the
    knowledge base. The names are those of the jieba dictionary folder `dictionary`; they are
    kept with the model, so that a running model and its words always belong together.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"dictionary": "data/dictionary", "stand_in": "这个证"}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        words: frozenset[str] = frozenset(),
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._words = words

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ItemWords:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ItemWords:
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / _WORDS_FILE).read_text("utf-8"))
        return cls(config, model_storage, resource, frozenset(words))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the words of the dictionary with the model."""
        self._words = read_dictionary(Path(self._config["dictionary"]))
        with self._model_storage.write_to(self._resource) as folder:
            words = json.dumps(sorted(self._words), ensure_ascii=False)
            (folder / _WORDS_FILE).write_text(words, "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            words = (token.text for token in message.get(TOKENS_NAMES[TEXT]) or ())
            stand_in = self._config["stand_in"]
            generic = "".join(stand_in if word in self._words else word for word in words)
            message.set(GENERIC_TEXT, generic)
        return messages


def read_dictionary(folder: Path) -> frozenset[str]:
    """The words of every file of a jieba dictionary folder (`word [frequency] [tag]` a line)."""
    lines = (line for file in folder.iterdir() for line in file.read_text("utf-8").split("\n"))
    return frozenset(line.split()[0] for line in lines if line.strip())
