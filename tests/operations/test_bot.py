"""The summary of `make bot-eval`."""

from __future__ import annotations

from pathlib import Path

from operations.bot import by_topic

RESULTS = """<testsuites><testsuite>
<testcase name="test_conversation[danger/fire]"/>
<testcase name="test_conversation[danger/fraud]"><failure message="没有说电话"/></testcase>
<testcase name="test_conversation[asking/passport]"/>
<testcase name="test_each_conversation_has_its_own_name"/>
</testsuite></testsuites>"""


def test_conversations_are_counted_by_topic(tmp_path: Path) -> None:
    file = tmp_path / "conversations.xml"
    file.write_text(RESULTS, "utf-8")
    assert by_topic(file).splitlines()[1:] == ["✗ danger：1/2", "✓ asking：1/1", "共 2/3"]


def test_a_run_that_never_began_is_told(tmp_path: Path) -> None:
    assert "没有跑起来" in by_topic(tmp_path / "nothing.xml")
