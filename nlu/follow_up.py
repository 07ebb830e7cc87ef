"""What a short message leaves unsaid: 要什么材料？ 那门诊呢？ what about my mother?

Such a message asks about what was asked before. It either wants one aspect of that
answer, or the answer again with another fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.normalise import fold

#: The message's key for what was found, read by the actions.
FOLLOW_UP = "follow_up"
#: The answer again, with the fact that the message states.
FACTS = "facts"

_OPENER = re.compile(
    r"^(?:(?:不是我?|不对|我?[说搞写]?错了|抱歉|不好意思|其实|应该|no|not|sorry|actually|i mean|那|那么|还有|另外|好的?|嗯|哦|ok|okay|and|so|then|also|well|but|if|or)[,，\s]*)*"
    r"(?:那|那么|要是|如果|假如|假设|万一|换成|换做|对于|至于|(?:and )?(?:what|how) about|what if|and if|suppose|in case of|same for|and for|and)?"
    r"(?:是|说|我是|她是|他是|我们?|i am|i['’]m|it['’]s|it is|for)?\s*"
)
_OPENED = re.compile(
    r"^\W*(?:那|要是|如果|假如|假设|万一|换成|换做|对于|至于|(?:and |but |ok,? |so )*(?:what|how) about|what if|and\b|but if|suppose|same for"
    r"|不是|不对|错了|说错|搞错|写错|其实|应该是|no\b|not\b|sorry|actually|i mean)"
    r"|(?:呢|的话)\W*$"
)
_FILLERS = re.compile(
    r"的话|(?:又|也|还|都)?(?:应该|该)?怎么(?:办|样|算|弄|报|说)|(?:会|能)?(?:不会|不能)?(?:怎样|如何|一样|有变化|可以|行|报|用)[吗么嘛]?(?:不一样)?"
    r"|有(?:什么)?(?:区别|不同|影响)|[呢吗嘛啊呀吧了的是在也还又都,.;!?，。；！？、\s]"
    r"|\b(?:it|he|she|that|there)['’]s\b|\b(?:is|are|am|was|were|do|does|did|it|that|this|he|she|they|i['’]m|i|my|his|her|a|an|the|then|too|also|please|same|be|been|have|has|in|at|if|with"
    r"|case|instead|what|happens|would|will|change|anything|different|so|for|only|just|one|case|scheme|insurance)\b"
)
_DO = r"(?:要|需要|得|应该|该|还要|都要|须|用)?"
_LEAD = r"(?:请问|那|那么|这个|这事|这种情况|办这个|申请|办理|报销的?|它|and|so|ok|then|,|，|\s)*"

#: Aspect -> what asks for it and for nothing else.
_ASPECTS = {
    "materials": re.compile(
        rf"{_LEAD}{_DO}(?:带|准备|提供|提交|交|拿|递交)?(?:一?些)?(?:什么|哪些|啥|那些)(?:样的)?(?:材料|资料|东西|证件|手续|证明|文件|票据)(?:呢|啊|呀|吗)?"
        rf"|{_LEAD}(?:材料|资料)(?:有|要|是)?(?:哪些|什么|呢)?"
        rf"|{_LEAD}{_DO}(?:带|准备|提供|提交)(?:点|些)?(?:什么|哪些|啥)(?:呢|啊|呀|吗)?"
        r"|(?:do|should|must) i (?:need to |have to )?(?:bring|take|submit) (?:anything|something)(?: else| with me)?"
        r"|(?:which|what) (?:papers|documents?|materials?|paperwork|forms?)(?: (?:do|should|must|would) (?:i|we|she|he|they))?(?: have to| need to)?"
        r"(?: (?:need|bring|take|submit|prepare|provide|are needed|is needed|are required|for (?:that|this|it)))*"
        r"|what (?:do|should|must) i (?:bring|take|prepare|submit)(?: with me)?|(?:the )?(?:papers|documents|paperwork)"
    ),
    "time": re.compile(
        rf"{_LEAD}(?:(?:大概|一般|大约)?(?:要|需要|得)?(?:多久|多长时间|几天|几个工作日|多少天)|(?:什么时候|啥时候|何时|哪天))(?:才)?(?:能|可以|会)?"
        r"(?:到账|下来|办好|办完|办下来|批下来|审批|审核完?|拿到(?:钱)?|报下来|到手|打款|[出有]结果|生效|好)?(?:呢|啊|呀|吗)?"
        r"|how (?:long|soon|many days)(?: (?:does|will|would|do|is) (?:it|that|this|the money|i))?(?: (?:take|need|arrive|wait|usually|have to|until|before|i|it|get|paid|the|money|arrives))*"
        r"|when (?:do|will|can) i (?:get|receive|see) (?:the money|it|paid|my money)(?: back)?|when (?:does|will) (?:it|the money) (?:arrive|come)"
    ),
    "where": re.compile(
        rf"{_LEAD}(?:去|到|在|找)?(?:哪里|哪儿|哪|什么地方|哪个(?:部门|窗口|地方|单位))(?:可以|能)?(?:办|申请|办理|弄|交|提交|问|办的)?(?:呢|啊|呀|吗)?"
        rf"|{_LEAD}(?:网上|手机上?|线上|app上?)(?:能|可以|能不能|可不可以)?(?:办|申请|办理|弄)(?:吗|么|不)?"
        r"|where(?: (?:do|should|can|must) (?:i|we))?(?: (?:go|apply|do|that|this|it|submit|hand|in|file|ask))*"
        r"|(?:can|could) (?:i|we) do (?:it|this|that) online|is there an app(?: for (?:it|that))?|online\W*"
    ),
    "steps": re.compile(
        rf"{_LEAD}(?:具体)?(?:要|该|应该)?(?:怎么|咋|如何|怎样)(?:样)?(?:去)?(?:办|弄|操作|申请|办理|走|做|报)(?:呢|啊|呀)?"
        rf"|{_LEAD}(?:的?流程|步骤|程序|手续)(?:是)?(?:什么|怎么样?的?|怎样的?|如何|呢)?|下一步(?:怎么办|做什么|呢)?|第一步(?:做什么|呢)?"
        r"|how do (?:i|we) (?:do|go about|apply for|start) (?:that|this|it)|what (?:are|is) the (?:steps?|procedure|process)|what (?:do|should) i do(?: (?:next|now|first))?|next steps?"
    ),
    "how_much": re.compile(
        rf"{_LEAD}(?:大概|一般)?(?:能|可以|会)?(?:报|报销|给报|拿|领|退)?(?:多少|几成)(?:钱|呢|啊)?|{_LEAD}(?:报销)?比例(?:是)?(?:多少)?呢?"
        r"|how much(?: (?:is|will|do|can|would|it|that|paid|be|i|get|they|pay|back|reimbursed|covered))*|what (?:share|percentage|ratio)(?: is (?:paid|covered))?"
    ),
}
_EDGES = " \t\n,.;:!?，。；：！？、…~～"


def follow_up(text: str, spans: Iterable[tuple[int, int]] = ()) -> str | None:
    """Return which aspect of the answer before ``text`` asks for, or ``facts``.

    ``spans`` are the characters of ``text`` that state facts. None when the message
    has a question of its own.

    >>> follow_up("要什么材料？"), follow_up("那门诊呢", [(1, 3)]), follow_up("医保怎么办")
    ("materials", "facts", None)
    """
    folded = fold(text).strip(_EDGES)
    for aspect, pattern in _ASPECTS.items():
        if pattern.fullmatch(folded):
            return aspect
    return FACTS if _only_facts(fold(text), spans) else None


def _only_facts(folded: str, spans: Iterable[tuple[int, int]]) -> bool:
    if not _OPENED.search(folded):
        return False
    left, states = folded, False
    for start, end in spans:
        left = left[:start] + " " * (end - start) + left[end:]
        states = True
    left = _OPENER.sub("", left.strip(_EDGES), count=1)
    return states and len(_FILLERS.sub("", left)) <= 1


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False
)
class FollowUpDetector(GraphComponent):
    """Adds ``follow_up`` to messages that only make sense after another."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FollowUpDetector:
        """Create the component; it has nothing to configure."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Set what each message asks of the answer before it, if anything."""
        for message in messages:
            spans = [(e["start"], e["end"]) for e in message.get(ENTITIES, [])]
            found = follow_up(message.get(TEXT) or "", spans)
            if found:
                message.set(FOLLOW_UP, found, add_to_output=True)
        return messages
