"""What is exported for the bot: current, the same every time, and in the bot's own format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge_base.__main__ import main
from knowledge_base.bot_export import export_bot, outdated
from knowledge_base.search.normalise import lexicon
from knowledge_base.search.tokens import sound_of, southern
from knowledge_base.search.words import item_words


def test_the_committed_files_are_current() -> None:
    assert outdated() == [], "run python -m knowledge_base export-bot"


def test_what_is_current_is_not_written_again(tmp_path: Path) -> None:
    written = export_bot(tmp_path)
    assert [p.relative_to(tmp_path).as_posix() for p in written] == [
        "lexicon/normalise.json",
        "lexicon/sounds.json",
        "dictionary/items.txt",
    ]
    assert export_bot(tmp_path) == []
    assert outdated(tmp_path) == []


def test_a_changed_file_is_outdated(tmp_path: Path) -> None:
    *_, dictionary = export_bot(tmp_path)
    dictionary.write_text("居住证 20000 n\n", "utf-8")
    assert outdated(tmp_path) == [dictionary]
    assert export_bot(tmp_path) == [dictionary]


def test_the_check_command_fails_when_a_file_is_outdated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export-bot", "--check"]) == 0
    monkeypatch.setattr(
        "knowledge_base.commands.content.outdated", lambda: [tmp_path / "items.txt"]
    )
    assert main(["export-bot", "--check"]) == 1
    assert "items.txt 不是最新的" in capsys.readouterr().out


def test_the_lexicon_is_the_whole_lexicon(tmp_path: Path) -> None:
    exported = json.loads(export_bot(tmp_path)[0].read_text("utf-8"))
    protected, words = lexicon()
    assert exported["protected"] == protected
    assert dict(exported["words"]) == words


def test_the_bot_hears_as_search_does(tmp_path: Path) -> None:
    spoken = json.loads(export_bot(tmp_path)[1].read_text("utf-8"))
    heard = {character: syllable for syllable, all_ in spoken.items() for character in all_}
    assert len(heard) == sum(map(len, spoken.values())) == 6763, "GB 2312, each once"
    assert all(heard[c] == southern(sound_of(c)) for c in "证照正直准办居住护照")


def test_a_dictionary_line_is_one_word_with_frequency_and_tag(tmp_path: Path) -> None:
    lines = export_bot(tmp_path)[-1].read_text("utf-8").splitlines()
    words = [line.removesuffix(" 20000 n") for line in lines]
    assert words == sorted(set(words))
    assert all(word.isalpha() for word in words), "a word holds neither blanks nor punctuation"
    assert {"居住证", "护照", "身份证", "社保卡", "营业执照", "公租房", "户口簿"} <= set(words)
    assert not {"公司", "企业", "办理", "变更"} & set(words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("社会保障卡申领、补领、换领", ["社会保障卡申领", "社会保障卡"]),
        ("卫生许可证（餐饮）", ["卫生许可证", "卫生许可证"]),
        ("换身份证", ["身份证", "身份证"]),
        ("居民身份证补领换领", ["居民身份证补领换领", "居民身份证"]),
        ("公司变更", ["公司变更"]),
        ("开公司", []),
        ("自己买社保", []),
    ],
)
def test_a_name_is_split_into_nouns(name: str, words: list[str]) -> None:
    assert list(item_words(name)) == words
