"""What a sentence can ask for, in the words officers read (`bot/domain/domain.yml`)."""

from __future__ import annotations

ACTS: dict[str, str] = {
    "ask_how_to": "问怎么办",
    "ask_materials": "问材料",
    "ask_place": "问在哪办、几点、电话",
    "ask_duration": "问要多久",
    "ask_fee": "问费用",
    "ask_eligibility": "问条件",
    "ask_online": "问能否网上办",
    "ask_progress": "查办件进度",
    "start_guidance": "要智能导办",
    "resume_guidance": "接着上次的办",
    "start_prereview": "要预审",
    "submit_case": "要提交办件",
    "ask_package": "问一件事套餐",
    "ask_policy": "问政策、补贴",
    "ask_appointment": "问预约、取号",
    "ask_human": "找工作人员",
    "complaint": "投诉、不满",
    "correct_answer": "更正刚才的回答",
    "go_back": "回上一步",
    "repeat": "再说一遍",
    "elder_mode": "要大字、慢些、读出来",
    "greet": "打招呼",
    "thanks": "道谢",
    "goodbye": "告别",
    "affirm": "说是、好",
    "deny": "说不、不要",
    "bot_challenge": "问是不是机器人",
    "out_of_scope": "与办事无关",
    "abuse": "骂人",
    "distress": "遇险、轻生等要紧话",
}
"""Every act the bot knows, and nothing else: a structure test holds them to its domain."""

BESIDES: dict[str, str] = {
    "nlu_fallback": "没听懂",
    "button": "点按钮",
    "handoff": "与工作人员交谈",
    "inform": "回答导办的问题",
    "search": "机器人不在，由检索代答",
}
"""What stands in the place of an act where none was understood or needed."""


def label_of(act: str | None) -> str:
    return ACTS.get(act or "") or BESIDES.get(act or "") or "没有记录"
