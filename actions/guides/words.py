"""The phrases of the guided tasks, in both languages. Policy never stands here."""

from __future__ import annotations

from knowledge.model import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


# --- around the questions ---------------------------------------------------------------

LEAVE_HINT = _text(
    "不清楚就说“不知道”，说“返回”改上一个，说“退出”随时结束。",
    "Say “I don't know” where you are not sure, “back” to change the last answer, “stop” "
    "to leave at any time.",
)
PROGRESS = _text("（{}/{}）{}", "({}/{}) {}")
RESUMED = _text("我们接着来。", "Now back to where we were.")
NOTED = _text("记下了：{}。", "Noted: {}.")
FIRST_ALREADY = _text("这已经是第一个问题了。", "This is the first question already.")
BACK = _text("好，回到上一个问题。", "Back to the question before.")
LEFT = _text(
    "好的，先到这里。您说过的情况我记着，想接着做随时说一声。",
    "All right, we stop here. I keep what you told me; say so whenever you want to go on.",
)
WHY = _text("问这个，是因为：{}", "I ask because: {}")
UNKNOWN_OPTION = _text("不清楚", "I don't know")
YES_NO = {"yes": _text("是", "Yes"), "no": _text("不是", "No")}
PERSON = _text(
    "看来我没问清楚，不急。您可以换个说法再答，说“不知道”跳过这一问，或找人工：",
    "It seems I do not ask this well. Answer in other words, say “I don't know” to skip "
    "it, or speak to a person:",
)
NOT_UNDERSTOOD = {
    "money": _text(
        "“{}”里我没找到金额。写成 35000、3.5万 或 三万五 都行；不知道就说“不知道”。",
        "I found no sum in “{}”. Write it like 35000, 35k or ¥12,800.50, or say “I don't "
        "know”.",
    ),
    "rate": _text(
        "“{}”里我没找到比例。写成 85% 或 八成五 都行；不知道就说“不知道”。",
        "I found no rate in “{}”. Write it like 85%, or say “I don't know”.",
    ),
    "place": _text(
        "“{}”这个地方我没认出来。请写城市名，比如 西安；不知道就说“不知道”。",
        "I do not know the place “{}”. Write a city, such as Xi'an, or say “I don't know”.",
    ),
    "choice": _text(
        "“{}”我没对上哪个选项。请说选项前的数字或者文字，比如“1”或“{}”。",
        "I could not tell which option “{}” means. Give its number or its words, such as "
        "“1” or “{}”.",
    ),
}
IMPOSSIBLE = _text("这个数对不上：{}", "That cannot be: {}")
NOTE_TASK = _text("正在办", "Working on")

# --- the choice of a filing -------------------------------------------------------------

FILING = _text("选备案类型", "Choosing the kind of filing")
FILING_INTRO = _text(
    "我问几句，帮您找到合适的备案类型。",
    "A few questions, and I tell you which kind of filing fits.",
)
FILING_KIND = _text(
    "在外地看病，是下面哪一种情况？", "Why is the treatment in another place?"
)
STAY = _text(
    "准备在那边住半年以上，还是短期待一阵？",
    "Is it for half a year or more, or for a short time?",
)
STAY_WHY = _text(
    "长期和短期是两类备案，材料和有效期都不同。",
    "Long and short stays are filed differently, with other papers and validity.",
)
STAYS = {
    "long": _text("长期住那边", "For long"),
    "short": _text("短期", "For a short time"),
}
ASSUMED_TEMPORARY = _text(
    "您说是短期，先按“临时外出”给您说；如果是医院转诊或突发急病，告诉我再看一遍。",
    "As it is for a short time, this is for a temporary trip. If a hospital referred you or "
    "it was an emergency, tell me and look again.",
)
ASSUMED_LONG = _text(
    "您说是长期，先按“长期居住”给您说；退休后户口迁过去的、在那边工作的，类型不同但办法差不多。",
    "As it is for long, this is for long-term residence. Retired people whose registration "
    "moved, and people working there, file as another kind in much the same way.",
)
RATIO = _text("对报销比例的影响", "What it does to the ratio")

# --- the estimate -----------------------------------------------------------------------

ESTIMATE = _text("估算能报多少", "Working out a bill")
ESTIMATE_INTRO = _text(
    "我问几个数，帮您估算住院能报多少，并列出算式。",
    "A few figures, and I estimate what is paid of a hospital bill and show the working.",
)
PAYS = _text(
    "估算：统筹基金支付 {} 元，个人负担 {} 元（总费用 {} 元）。",
    "Estimate: the fund pays {} yuan, you pay {} yuan (of {} in all).",
)
PAYS_RANGE = _text(
    "估算：统筹基金支付 {} 到 {} 元，个人负担 {} 到 {} 元（总费用 {} 元）。"
    "有几样还不确定，所以是一个范围。",
    "Estimate: the fund pays {} to {} yuan, you pay {} to {} yuan (of {} in all). It is a "
    "range because some things are not known.",
)
SUMS = _text("谁付多少", "Who pays what")

# --- the checklist ----------------------------------------------------------------------

CHECKLIST = _text("列办事清单", "Making a checklist")
CHECKLIST_INTRO = _text(
    "我问几句，给您列一份可以打印的清单。",
    "A few questions, and I make a checklist that you can print.",
)
WHICH = _text(
    "您要办哪件事？（不在下面的，直接说名字）",
    "Which errand is it for? (If it is not below, just name it.)",
)
VISIT = _text(
    "是普通门诊，还是门诊慢特病？",
    "Was it an ordinary visit, or chronic-disease outpatient care?",
)
WHICH_WHY = _text(
    "每件事要的材料和窗口都不一样。", "Each errand takes other papers and offices."
)

# --- the balance ------------------------------------------------------------------------

BALANCE = _text("看余额能不能取", "Whether the balance can be paid out")
BALANCE_INTRO = _text(
    "我问几句，看您账户里的钱能不能取、怎么取。",
    "A few questions, and I tell you whether and how the account money can be paid out.",
)
CASE = _text("您是哪一种情况？", "Which case is yours?")
NO_CASE = _text(
    "都不是，就是想取出来用", "None of these; I would like to use the money"
)
FOREIGN = _text(
    "参保人是外国人或港澳台居民吗？",
    "Is the insured person a foreigner or a resident of Hong Kong, Macao or Taiwan?",
)
FOREIGN_WHY = _text(
    "外国人、港澳台居民离开时领回余额的办法不一样。",
    "For them the balance is claimed in another way on leaving.",
)
OTHER_USES = _text(
    "不取现也能用：付看病买药的自付部分，或办家庭共济给近亲属用，钱不会清零。",
    "It is of use all the same: for your own share at hospitals and pharmacies, or shared "
    "with close relatives (家庭共济); it is not wiped.",
)

# --- headings of results ----------------------------------------------------------------

BRING = _text("要带的材料", "Papers to bring")
PERHAPS = _text("看情况带", "Only if it applies")
IF = _text("{}（如果：{}）", "{} (if: {})")
WHERE = _text("找谁办", "Who is responsible")
WAYS = _text("办理渠道", "Ways in")
UNTIL = _text("时限和有效期", "Time limits and validity")
COST = _text("费用", "Cost")
OUTCOME = _text("办成以后", "What you get")
INSTEAD = _text("{}（也可以用：{}）", "{} (or: {})")

#: What figures of a bill are called in a sentence.
FIGURE_NAMES = {
    "total": _text("总费用", "total"),
    "self_funded": _text("自费", "self-funded"),
    "class_b": _text("乙类", "class B"),
    "class_b_rate": _text("乙类先自付比例", "first share of class B"),
    "deductible": _text("起付线", "deductible"),
    "ratio": _text("报销比例", "ratio"),
    "cap_left": _text("封顶线剩余", "cap left"),
}
