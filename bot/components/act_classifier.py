"""Rasa component: what a message asks for, from its meaning, its characters and its sound.

Two opinions multiplied: a multinomial logistic regression, and the nearest examples of each act.
Each is wrong where the other is not (ADR 25). Rasa's own classifiers are not used: DIET is worse
on what is misheard, and LogisticRegressionClassifier fails on a message without known characters.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
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

from components.features import features
from components.item_words import GENERIC_TEXT
from components.linear_model import LinearModel, Numbers
from components.neighbours import Neighbours
from components.sentence_embeddings import SentenceEmbeddings
from components.sounds import default_sounds

_WEIGHTS_FILE, _NAMES_FILE = "weights.npz", "names.json"
_NEAR_FILE, _NEAR_NAMES_FILE = "neighbours.npz", "neighbours.json"
_HAS_WORDS = re.compile(r"\w")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking` (the first `ranking_length` acts, probabilities).

    `vector_scale` weighs the sentence vector against the runs of characters and syllables, which
    are up to `longest_ngram` long; `neighbours` is how many examples speak for an act, `sharpness`
    how much the nearer act is preferred.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEmbeddings]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "vector_scale": 3.0,
            "longest_ngram": 3,
            "max_iter": 100,
            "neighbours": 3,
            "sharpness": 30.0,
            "ranking_length": 5,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        models: tuple[LinearModel, Neighbours] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._models = models
        self._sounds = default_sounds()

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
            models = (
                LinearModel(**_read(folder, _NAMES_FILE, _WEIGHTS_FILE)),
                Neighbours(**_read(folder, _NEAR_NAMES_FILE, _NEAR_FILE)),
            )
        return cls(config, model_storage, resource, models)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model to the labelled examples and keep it."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        vectors = np.stack([_vector(m) for m in examples])
        words = [self._features(m) for m in examples]
        labels = [m.get(INTENT) for m in examples]
        linear = LinearModel.fit(
            vectors * self._config["vector_scale"], words, labels, self._config["max_iter"]
        )
        near = Neighbours.fit(vectors, words, labels)
        self._models = linear, near
        with self._model_storage.write_to(self._resource) as folder:
            for model, names_file, arrays_file, arrays in (
                (linear, _NAMES_FILE, _WEIGHTS_FILE, linear.weights()),
                (near, _NEAR_NAMES_FILE, _NEAR_FILE, near.arrays()),
            ):
                names = {"labels": model.labels, "vocabulary": model.vocabulary}
                (folder / names_file).write_text(json.dumps(names, ensure_ascii=False), "utf-8")
                np.savez(folder / arrays_file, **arrays)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        assert self._models is not None, "models are loaded or trained before they are asked"
        labels = self._models[0].labels
        for message in messages:
            if _HAS_WORDS.search(message.get(GENERIC_TEXT)):
                chances = self._chances(message)
            else:  # a lone emoji or mark asks for nothing: no act is likelier than another
                chances = np.full(len(labels), 1 / len(labels))
            best = np.argsort(-chances)[: self._config["ranking_length"]]
            ranking = [{"name": labels[i], "confidence": float(chances[i])} for i in best]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _chances(self, message: Message) -> Numbers:
        """The geometric mean of both opinions."""
        assert self._models is not None
        linear, near = self._models
        vector, words = _vector(message), self._features(message)
        weighed = linear.probabilities(vector * self._config["vector_scale"], words)
        likened = near.probabilities(
            vector, words, self._config["neighbours"], self._config["sharpness"]
        )
        both = np.sqrt(weighed * likened)
        chances: Numbers = both / both.sum()
        return chances

    def _features(self, message: Message) -> Counter[str]:
        return features(message.get(GENERIC_TEXT), self._sounds, self._config["longest_ngram"])


def _vector(message: Message) -> Numbers:
    """The sentence vector, of length one."""
    sentence = message.get_dense_features(TEXT)[1]
    vector: Numbers = sentence.features[0]
    return vector


def _read(folder: Path, names_file: str, arrays_file: str) -> dict[str, Any]:
    names: dict[str, Any] = json.loads((folder / names_file).read_text("utf-8"))
    with np.load(folder / arrays_file) as arrays:
        return {**names, **arrays}
