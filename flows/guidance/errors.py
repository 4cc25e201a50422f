"""What can go wrong in guidance."""

from foundation.errors import Conflict, NotFound


class RunUnknown(NotFound):
    code = "guidance_unknown"
    default_detail = "没有找到这次导办，可能已换了账号。请从事项页重新开始。"


class QuestionNotDue(Conflict):
    code = "question_not_due"
    default_detail = "这个问题现在不需要回答，请按页面上的问题继续。"
