"""The fixed phrases around the answers, in both languages.

Policy never stands here: it comes from the knowledge base.
"""

from __future__ import annotations

from knowledge.model import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


STEPS = _text("怎么办", "What to do")
MATERIALS = _text("要带的材料", "Papers to bring")
FIGURES = _text("数字", "Figures")
EXCEPTIONS = _text("请注意", "Please note")
BASIS = _text("法律依据", "Legal basis")
SOURCES = _text("来源", "Sources")
PART = _text("【问题 {}】{}", "[Question {}] {}")
NEXT = _text("还可以问", "You may also ask")
EXAMPLE = _text("例如", "for example")
SINCE = _text("{} 起", "since {}")
ANALOGY = _text("{}（类推参照）", "{} (by analogy)")
HEDGE = _text(
    "以上是一般做法，各地有差别，请向参保地医保部门或拨打 12393 核实。",
    "This is the general practice and differs by place; please verify with the insured "
    "place's medical security office or 12393.",
)
DECIDES = _text(
    "具体以参保地医保经办机构为准（医保热线 12393）。",
    "The insured place's medical insurance agency decides (hotline 12393).",
)
REVIEWED = _text("内容核对日期：{}", "Reviewed: {}")

#: What an item's status, or the fund or person who pays instead, is called.
COVERED = {
    "usually_covered": _text("一般能报", "usually paid in part"),
    "conditional": _text("看条件", "depends"),
    "usually_not": _text("一般不报", "usually not paid"),
    "work_injury": _text("由工伤保险付", "paid by work-injury insurance"),
    "maternity": _text("按生育待遇付", "paid by the maternity benefit"),
    "public_health": _text("属于公共卫生", "a public health matter"),
    "third_party": _text("先由责任人付", "the liable person pays first"),
    "long_term_care": _text("看长期护理保险", "see long-term care insurance"),
    "account_only": _text("看个人账户能不能付", "account money at most"),
}

#: The class of a medicine as the catalogue prints it.
DRUG_CLASS = {
    "甲": _text("甲类", "class A (甲类)"),
    "乙": _text("乙类", "class B (乙类)"),
    "": _text("在目录里，没有标明甲乙类", "listed, no class given"),
}
DRUG_NEGOTIATED = _text("协议期内谈判药", "negotiated medicine (谈判药)")
DRUG_BID = _text("竞价药", "priced by bidding (竞价药)")
DRUG_LIMITS = _text("备注（限定）：{}", "limits, as printed: {}")
DRUG_UNTIL = _text("协议有效期到 {}", "agreement valid until {}")
DRUG_EXPIRED = _text(
    "协议有效期已在 {} 结束，是否续约请查现行目录",
    "the agreement ended on {}; see the current catalogue for a renewal",
)
DRUGS_MORE = _text(
    "名称相近的还有 {} 条没有列出，把药名和剂型说全就能找到。",
    "Another {} with similar names are not shown; give the full name and form.",
)
QUOTED = _text("“{}”", "“{}”")
DRUGS_MISSING = _text(
    "没有在导入的 {1} 年目录里找到{0}。没找到不等于不能报：可能是商品名、别名或写法不同，"
    "目录用的是通用名。请按药盒上的通用名再查，或问医院医保办、药店、12393。",
    "{0} was not found in the imported catalogue of {1}. That does not mean it is not "
    "paid: it may be listed under another name, since the catalogue uses Chinese generic "
    "names. Look it up by the generic name on the box (通用名), or ask the hospital's "
    "insurance office, the pharmacy or 12393.",
)
DRUGS_SOURCE = _text(
    "以上查自导入的《{0}》（{1} 年，文件 {2}）。",
    "Source: the imported catalogue 《{0}》 ({1}, file {2}).",
)
DRUGS_OLD = _text(
    "导入的是 {} 年的目录，现在可能已有新版，请按现行目录核对。",
    "The imported catalogue is that of {}; there may be a newer one, so please check.",
)

GREET = _text(
    "您好，我是报销助手。您可以直接问我医保报销的问题，我会给出做法、材料和法律依据。",
    "Hello, I am Baoxiao. Ask me about getting money back from Chinese medical insurance; "
    "I answer with steps, papers and the article of law.",
)
GOODBYE = _text("再见，祝您和家人健康。", "Goodbye, and stay well.")
THANKS = _text(
    "不客气。还有医保的问题，随时问我。",
    "You are welcome. Ask me anything else about it.",
)
BOT = _text(
    "我是自动问答程序，不是真人。回答来自整理核对过的医保政策和法律条文；"
    "要找真人，请拨打医保热线 12393。",
    "I am a program, not a person. My answers come from checked policy and statutes; to "
    "speak to a person, call the medical insurance hotline 12393.",
)
HUMAN = _text(
    "找真人请拨打：12393（医保参保、报销、异地就医），12333（社保卡、养老、工伤、失业），"
    "12366（缴费）。也可以带身份证到参保地的医保经办窗口，当面办理和查询。",
    "To reach a person call 12393 (medical insurance, reimbursement, care elsewhere), "
    "12333 (social security card, pension, work injury, unemployment) or 12366 (premium "
    "payments), or go to the counter of the agency where you are insured.",
)
HELP = _text(
    "我能回答：异地就医和备案、怎么报销、报多少、要什么材料、哪些能报、生育、"
    "个人账户和社保卡、参保和转移、投诉与法律条文。请直接说您的情况，比如：",
    "I can answer about care away from home and filing, how to claim and how much, which "
    "papers, what is covered, maternity, the personal account and card, joining and "
    "transferring, complaints and articles of law. Just describe your case, for example:",
)
LANGUAGE = _text(
    "好的，我用中文回答。请说您的问题。",
    "Sure, I will answer in English. What is your question?",
)
ABUSE = _text(
    "抱歉没能帮上忙。您可以换个说法再问一次，或拨打医保热线 12393 找人工。",
    "I am sorry I was no help. Try putting it another way, or call the hotline 12393 to "
    "speak to a person.",
)
CRISIS = _text(
    "听到您这么说，我很担心。请马上找一位信任的人陪着您；有危险时立刻拨打 120 或 110。"
    "也可以拨打全国统一心理援助热线 12356，有人愿意听您说。我只是程序，帮不上这个忙，但请一定去找人。",
    "I am worried to read this. Please stay with somebody you trust now; in danger call 120 "
    "or 110 at once. The national psychological support line 12356 will listen. I am only a "
    "program, but please do reach out to a person.",
)
AFFIRM = _text(
    "好的。请告诉我您想了解医保的哪件事。",
    "All right. Which medical insurance question shall I answer?",
)
DENY = _text(
    "好的，先不说这个。还有别的医保问题吗？",
    "All right, we leave that. Is there anything else about medical insurance?",
)
OUT_OF_SCOPE = _text(
    "这个问题不在我的范围内，我只回答中国基本医疗保险的问题。政务类问题可拨打 12345。"
    "如果您问的是医保，请换个说法，或选一个：",
    "That is outside what I can answer: I only know China's basic medical insurance. For "
    "other public services in China call 12345. If it was about medical insurance, please "
    "put it another way, or choose:",
)
UNSURE = _text(
    "我还不能确定您问的是哪一件事，不想答错。您问的是不是：",
    "I am not sure which question this is and do not want to answer the wrong one. Is it:",
)
NOTHING_FITS = _text(
    "抱歉，我没看懂您想问医保的哪件事。您可以换个说法，或选一个：",
    "Sorry, I could not tell which medical insurance matter this is about. Please put it "
    "another way, or choose:",
)
HEARD = _text("我听到的情况：{}。", "What I understood of your case: {}.")
UNSURE_END = _text(
    "都不是的话，请换个说法，或拨打医保热线 12393。",
    "If none fits, please put it another way, or call the hotline 12393.",
)
LAW_ON = _text(
    "关于“{matter}”，主要依据下面这些条文。想看某一条的大意，告诉我法律名和条号。",
    "On “{matter}” these are the articles that matter most. Name a law and a number to "
    "read one in short.",
)
NO_ARTICLE = _text(
    "我的资料里没有收录{law}第{number}条，不能凭印象回答。可查全国人大网“国家法律法规数据库”，"
    "或拨打 12393。已收录的条文：",
    "{law}, Article {number} is not in my records and I will not guess. See the National "
    "Database of Laws and Regulations (国家法律法规数据库) or call 12393. Articles I have:",
)
GIST = _text(
    "《{law}》第{number}条（{title}）大意：{gist}",
    "{law}, Article {number} ({title}), in short: {gist}",
)
GIST_NOTE = _text(
    "这是通俗转述，正式文字以法律原文为准（依据 {version} 文本）。",
    "This is a plain summary; the official wording prevails (text of {version}).",
)
TROUBLE = _text(
    "抱歉，我这边出了点问题，没能回答。您的问题没有丢，请再发一次；急事请拨打 12393。",
    "Sorry, something went wrong on my side. Please send your question again; if it is "
    "urgent call 12393.",
)

# --- one aspect of an answer -----------------------------------------------------------

FOCUS_MATERIALS = _text(
    "办“{title}”这件事，要带下面这些：", "For “{title}” you need to bring:"
)
FOCUS_TIME = _text(
    "“{title}”的时间是这样规定的：", "The times that apply to “{title}”:"
)
FOCUS_WHERE = _text(
    "“{title}”去哪里办，看下面的步骤。医保的事找参保地医保经办机构，"
    "或用国家医保服务平台 App，不清楚打 12393；社保卡和工伤的事打 12333。",
    "Where to go for “{title}” is in the steps below. Medical insurance is handled by the "
    "insured place's agency or the app 国家医保服务平台 (ask 12393), the social security "
    "card and work injury by 12333.",
)
FOCUS_STEPS = _text("“{title}”这样办：", "How to go about “{title}”:")
FOCUS_HOW_MUCH = _text(
    "“{title}”涉及的金额和比例：", "The amounts and ratios for “{title}”:"
)
SILENT = _text(
    "关于“{title}”，这一点我没有核对过的统一说法，请问 12393。我能说的是：",
    "On “{title}” I have nothing checked about that; please ask 12393. What I can say:",
)

# --- about the conversation ------------------------------------------------------------

WHY = _text(
    "我问“{fact}”，因为{why}在“{title}”这件事上，不同的情况答案不一样。",
    "I ask about “{fact}” because it changes the answer to “{title}”. {why}",
)
WHY_NOTHING = _text(
    "我刚才没有问您什么。有时我会多问一句，是因为参保地、险种这些情况会改变答案；不想说也可以。",
    "I did not ask you anything just now. When I do, it is because your place or scheme "
    "would change the answer; you need not say.",
)
SOURCE = _text("上面关于“{title}”的回答，根据是：", "The answer on “{title}” rests on:")
SOURCE_CHECKED = _text(
    "这份内容最近一次核对是 {reviewed}。我只说整理核对过的内容，不临时编写；"
    "最终以参保地医保经办机构（12393）为准。",
    "It was last reviewed on {reviewed}. I only say what has been written down and "
    "checked; the insured place's agency (12393) has the last word.",
)
IN_FORCE = _text("{} 起施行", "in force since {}")
NOTHING_YET = _text(
    "我还没有回答过您的问题。请先说说您想问什么。",
    "I have not answered a question yet. What would you like to know?",
)
KNOWN = _text("您告诉过我的情况：", "What you have told me:")
KNOWN_NOTHING = _text(
    "我现在不知道您的任何情况。您说过的参保地、险种等只在这次对话里用，不会带到下一次。",
    "I know nothing about you. What you tell me is used in this conversation only.",
)
KNOWN_END = _text(
    "说错了直接纠正就行；说“忘掉”，我就全部清除。",
    "Correct me at any time; say “forget that” and I erase all of it.",
)
FORGOTTEN = _text(
    "好的，您说过的情况和这次对话我都清除了。可以从头问起。",
    "Done: I have erased what you told me and this conversation. You can start afresh.",
)
SIMPLE_STEP = _text("先做这一步：{}", "First step: {}")
NO_MORE = _text("上面就是全部内容了。", "That was all of it.")
BRING = _text("材料说明", "About the papers")

# --- was it helpful --------------------------------------------------------------------

HELPFUL = _text("这个回答对您有帮助吗？", "Was this helpful?")
YES_HELPFUL = _text("有帮助", "Yes, it helped")
NOT_HELPFUL = _text("没帮助", "No, it did not")
HELPFUL_THANKS = _text("谢谢您的反馈。", "Thank you for telling me.")
UNHELPFUL = _text(
    "抱歉没帮上忙。能说说哪里不好吗？也可以换个说法再问一次，或者说“人工”。",
    "I am sorry. What was wrong with it? You can also ask in other words, or say “human”.",
)
REASON_THANKS = _text(
    "记下了，谢谢。您可以换个说法再问一次，或拨打 12393 问工作人员。",
    "Noted, thank you. Ask again in other words, or call 12393 to speak to somebody.",
)
REASON_OTHER_QUESTION = _text("不是我问的事", "Not what I asked")
REASON_UNCLEAR = _text("看不懂、太复杂", "Hard to understand")
REASON_NOT_MY_PLACE = _text("没有我那里的规定", "Nothing about my place")
REASON_WRONG = _text("我觉得内容不对", "I think it is wrong")

# --- for the person who takes over -----------------------------------------------------

NOTE = _text(
    "可以把下面这段念给或发给工作人员：", "You may read or send them this note:"
)
NOTE_ASKED = _text("咨询的事", "Asked about")
NOTE_CASE = _text("情况", "Case")
NOTE_TOLD = _text("已得到的答复", "Answered so far")
NOTE_BASIS = _text("涉及条文", "Articles")

AGAIN = _text("用中文再看一次上面的回答", "Show the last answer in English")
