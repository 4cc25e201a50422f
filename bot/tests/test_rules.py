"""One sentence, one action; and a question about progress that needs a case number."""

from __future__ import annotations

import pytest

from tests.dialogue import KNOWN_CASE, TOKEN, Bot, Conversation

SENTENCES = [
    ("我想开个小餐馆要办什么证", "action_answer_item"),
    ("居住证要带什么材料", "action_answer_item"),
    ("在哪里办护照", "action_answer_item"),
    ("社保卡补办要多久", "action_answer_item"),
    ("注册公司要多少钱", "action_answer_item"),
    ("我符合积分入户条件吗", "action_answer_item"),
    ("失业金可以网上申请吗", "action_answer_item"),
    ("开始智能导办", "action_start_guidance"),
    ("帮我预审一下材料", "action_start_prereview"),
    ("我要提交申请", "action_submit_case"),
    ("继续上次没做完的导办", "action_resume_guidance"),
    ("开店一件事能不能一次办完", "action_offer_packages"),
    ("有什么创业补贴政策", "action_answer_policy"),
    ("我想预约明天上午的号", "action_answer_appointment"),
    ("刚才那个改成网店", "action_correct_answer"),
    ("字太小了，放大一点", "action_change_display"),
    ("转人工", "action_ask_human"),
    ("我要投诉窗口态度差", "action_ask_human"),
    ("返回上一步", "action_go_back"),
    ("你好", "action_small_talk"),
    ("谢谢你", "action_small_talk"),
    ("再见", "action_small_talk"),
    ("是的", "action_small_talk"),
    ("不用了", "action_small_talk"),
    ("你是机器人吗", "action_small_talk"),
    ("今天天气怎么样", "action_decline"),
    ("你个傻逼", "action_decline"),
    ("我不想活了", "action_help_now"),
    ("🙂🙂", "action_unclear"),
]


@pytest.fixture
def conversation(bot: Bot) -> Conversation:
    return bot.converse()


@pytest.mark.parametrize(("sentence", "action"), [*SENTENCES, ("再说一遍", "action_repeat")])
def test_a_sentence_leads_to_its_action(
    conversation: Conversation, sentence: str, action: str
) -> None:
    assert conversation.say(sentence) == [action]


def test_every_turn_of_a_long_talk_is_answered_once(conversation: Conversation) -> None:
    for sentence, action in SENTENCES:
        assert conversation.say(sentence) == [action]


def test_the_application_is_told_who_asks_what(bot: Bot) -> None:
    bot.converse().say("居住證要幾耐")
    call = bot.application.calls[0]
    said = call["tracker"]["latest_message"]
    assert bot.application.headers["Authorization"] == f"Bearer {TOKEN}"
    assert call["next_action"] == "action_answer_item"
    assert said["intent"]["name"] == "ask_duration"
    assert (said["text"], said["raw_text"]) == ("居住证要多久", "居住證要幾耐")
    assert "domain" not in call, "it would be sent again and again for nothing"


def test_progress_of_somebody_with_a_case(bot: Bot, conversation: Conversation) -> None:
    bot.application.visitor_has_a_case = True
    assert conversation.say("我的办件到哪一步了") == ["action_report_progress"]
    assert not conversation.is_asking_for_a_number


def test_progress_with_the_number_at_once(conversation: Conversation) -> None:
    assert conversation.say(f"帮我查一下{KNOWN_CASE}") == ["action_report_progress"]
    assert not conversation.is_asking_for_a_number


def test_progress_asks_for_the_number_and_then_reports(conversation: Conversation) -> None:
    asked = conversation.say("我的办件到哪一步了")
    assert asked == ["action_report_progress", "action_ask_case_number"]
    assert conversation.is_asking_for_a_number
    assert conversation.say(KNOWN_CASE) == ["action_report_progress"]
    assert not conversation.is_asking_for_a_number
    assert conversation.say("要多少钱") == ["action_answer_item"]


@pytest.mark.parametrize(
    "written",
    ["th2026 1123 0000 017", "编号是TH20261123-0000017", "ＴＨ２０２６１１２３０００００１７"],
)
def test_a_number_is_taken_however_it_is_written(conversation: Conversation, written: str) -> None:
    conversation.say("查进度")
    assert conversation.say(written) == ["action_report_progress"]
    assert conversation.slot("needs_case_number") is False


def test_a_number_that_is_none_is_asked_for_again(conversation: Conversation) -> None:
    conversation.say("查进度")
    assert conversation.say("20261123000001") == ["action_ask_case_number"]
    assert conversation.is_asking_for_a_number
    assert conversation.say(KNOWN_CASE) == ["action_report_progress"]


def test_an_unknown_number_is_reported_once(conversation: Conversation) -> None:
    conversation.say("查进度")
    assert conversation.say("TH202611230000025") == ["action_report_progress"]
    assert not conversation.is_asking_for_a_number


@pytest.mark.parametrize("sentence", ["再说一遍", "查进度"])
def test_the_number_is_asked_for_again_on_request(
    conversation: Conversation, sentence: str
) -> None:
    conversation.say("我的办件到哪一步了")
    assert conversation.say(sentence) == ["action_ask_case_number"]
    assert conversation.is_asking_for_a_number
    assert conversation.say(KNOWN_CASE) == ["action_report_progress"]
    assert not conversation.is_asking_for_a_number


@pytest.mark.parametrize(("sentence", "action"), SENTENCES)
def test_anything_else_ends_the_asking(
    conversation: Conversation, sentence: str, action: str
) -> None:
    conversation.say("我的办件到哪一步了")
    assert conversation.say(sentence) == [action]
    assert not conversation.is_asking_for_a_number
    assert conversation.say("要多少钱") == ["action_answer_item"]


def test_not_knowing_the_number_ends_the_asking(conversation: Conversation) -> None:
    conversation.say("我的办件到哪一步了")
    assert conversation.say("我唔記得個編號") == ["action_small_talk"]
    assert not conversation.is_asking_for_a_number


def test_an_application_that_is_down_leaves_the_talk_usable(
    bot: Bot, conversation: Conversation
) -> None:
    bot.application.is_down = True
    assert conversation.say("我的办件到哪一步了") == []
    assert conversation.say("居住证怎么办") == []
    bot.application.is_down = False
    assert conversation.say("居住证怎么办") == ["action_answer_item"]
