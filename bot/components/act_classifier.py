"""Rasa component: what a message asks for, from its meaning and its characters.

Multinomial logistic regression over the sentence vector and the character n-grams of
`generic_text`. Rasa's own LogisticRegressionClassifier is not used: it needs a second sparse
featurizer, fails on a message without known characters, and takes seconds longer to load.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.item_words import GENERIC_TEXT
from components.linear_model import LinearModel, Numbers
from components.sentence_embeddings import SentenceEmbeddings

_WEIGHTS_FILE, _NAMES_FILE = "weights.npz", "names.json"
_HAS_WORDS = re.compile(r"\w")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking` (the first `ranking_length` acts, probabilities).

    `vector_scale` weighs the sentence vector against the n-grams; `longest_ngram` is in
    characters.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEmbeddings]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"vector_scale": 3.0, "longest_ngram": 3, "ranking_length": 5, "max_iter": 300}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ActClassifier:
        with model_storage.read_from(resource) as folder:
            names = json.loads((folder / _NAMES_FILE).read_text("utf-8"))
            with np.load(folder / _WEIGHTS_FILE) as arrays:
                weights = dict(arrays)
        return cls(config, model_storage, resource, LinearModel(**names, **weights))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model to the labelled examples and keep it."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        self._model = LinearModel.fit(
            np.stack([self._vector(m) for m in examples]),
            [self._ngrams(m) for m in examples],
            [m.get(INTENT) for m in examples],
            self._config["max_iter"],
        )
        names = {"labels": self._model.labels, "vocabulary": self._model.vocabulary}
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _NAMES_FILE).write_text(json.dumps(names, ensure_ascii=False), "utf-8")
            np.savez(folder / _WEIGHTS_FILE, **self._model.weights())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        assert self._model is not None, "a model is loaded or trained before it is asked"
        for message in messages:
            if _HAS_WORDS.search(message.get(GENERIC_TEXT)):
                chances = self._model.probabilities(self._vector(message), self._ngrams(message))
            else:  # a lone emoji or mark asks for nothing: no act is likelier than another
                chances = np.full(len(self._model.labels), 1 / len(self._model.labels))
            best = np.argsort(-chances)[: self._config["ranking_length"]]
            ranking = [
                {"name": self._model.labels[i], "confidence": float(chances[i])} for i in best
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _vector(self, message: Message) -> Numbers:
        sentence = message.get_dense_features(TEXT)[1]
        vector: Numbers = sentence.features[0] * self._config["vector_scale"]
        return vector

    def _ngrams(self, message: Message) -> Counter[str]:
        text = f" {message.get(GENERIC_TEXT).lower()} "
        lengths = range(1, self._config["longest_ngram"] + 1)
        return Counter(text[i : i + n] for n in lengths for i in range(len(text) - n + 1))
