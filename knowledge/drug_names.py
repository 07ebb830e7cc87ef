"""What a medicine is called: shorter names, and names in a message. Pure functions.

People leave out the form and the salt (二甲双胍 for 盐酸二甲双胍缓释片) and put the name
into a sentence. Too little is found rather than the wrong medicine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.covered import folded

#: Shortest name that is looked for inside other words.
SHORTEST = 3
_LONGEST = 14

_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_FORM = re.compile(
    r"(?:缓释|控释|肠溶|分散|咀嚼|泡腾|口腔?崩解?|口溶|薄膜衣|包衣|滴|软|硬|干|"
    r"口服|注射用?|吸入用?|雾化吸入|外用|冻干|无菌|混悬|粉)*"
    r"(?:片剂?|胶囊剂?|颗粒剂?|丸剂?|散剂?|贴?膏剂?|注射[液剂]|口服[液乳]|"
    r"混悬[液剂滴]+|溶液剂?|滴[眼耳鼻]?[液剂]|糖浆剂?|乳膏|凝胶剂?|贴[剂片]|"
    r"喷[雾鼻]剂?|气雾剂|吸入剂|雾化液|粉雾剂|栓剂?|合剂|粉针剂?|针剂?|乳剂|酊剂?|"
    r"[洗搽擦]剂)$"
)
_SALT_BEFORE = re.compile(
    r"^(?:注射用|吸入用|盐酸|硫酸氢?|(?:对?甲?苯|甲|乙)?磺酸|马来酸|富马酸|琥珀酸|"
    r"酒石酸|枸橼酸|磷酸|醋酸|氢溴酸|草酸|乳酸|硝酸)"
)
# not of 葡萄糖酸钙: 葡萄糖酸锌 is another medicine
_SALT_BEHIND = re.compile(r"(?<![酸化])(?:二?[钠钾]|钙|镁)$")
_STRENGTH = re.compile(r"\d+(?:\.\d+)?(?:mg|g|ml|ug|iu|毫克|克|毫升|单位|片|粒|支|%)?$")
#: What makes another substance of the name that follows.
_OTHER = re.compile(
    r"(?:(?:左旋?|右旋?|去甲|去氧|去氨|异|单|艾司|埃索|氢|甲基?|乙基?|氟|氯|溴|羟|苯|脱氧|"
    r"甘精|门冬|赖脯|地特|德谷|谷赖|预混|双|白蛋白(?:结合型)?|脂质体|聚乙二醇(?:化|干扰)?|"
    r"复方|小儿)+)$"
)

# a name or a stem that hardly stands in other words
_STEM = re.compile(
    r"替尼|单抗|沙坦|普利(?!尿)|他汀|地平|洛尔|拉唑|西林|头孢.|霉素|沙星|[列格]列[汀净]|列净|"
    r"鲁肽|双胍|沙班|格雷|[卡顺奥]铂|紫杉醇|司琼|曲坦|西汀|西泮|唑仑|那非|洛芬|布韦|莫司$|"
    r"替丁|膦酸|肝素|帕利$|西利$|胰岛素|克隆$|夫定$|氨酯$|昔布$|度胺$|拉韦$|替康$|比星$|"
    r"瑞林$|非尼|糖肽|孕酮|康唑|干扰素|球蛋白$|司他$|格列."
)
_LATIN_STEM = re.compile(
    r"[a-z]{2,}(?:formin|gliptin|gliflozin|glutide|sartan|pril|statin|dipine|olol|"
    r"prazole|conazole|mab|tinib|[a-z]nib|ciclib|parib|cillin|mycin|micin|floxacin|"
    r"cycline|vir|xaban|parin|grel|platin|taxel|setron|triptan|oxetine|azepam|zolam|"
    r"afil|profen|fenac|coxib|lukast|sone|solone|thiazide|semide|limus|tidine|"
    r"zepine|apine|idone|dronate|dronic|gliclazide|glimepiride|fibrate|caine|cef\w+)$"
)
_DOSED = re.compile(r"[\u4e00-\u9fff]{3,}")

# words of the question around a name
_FRAME = re.compile(
    r"请问一?下?|问一?下|我?想?[问查]问?|咨询一?下?|想知道|告诉我|查一?下|查[询找不]到?|帮我|"
    r"您好|你好|谢谢|现在|目前|今年|去年|明年|最新|以前|已经|还在|还能|还|到底|究竟|"
    r"国家|基本|医疗保险|医[保宝]局?|社保|农合|新农合|居民|职工|统筹|双通道|集采|带量采购|谈判|国谈|"
    r"药品|药物|目录|编码|名录|清单|名单|范围|类别|分类|适应症|"
    r"[甲乙丙][类級级]|自费|自付|先付|全自费|全额|部分|"
    r"能不能|可不可以|可以|能够|能否|能|可否|是不是|是否|是|在不在|有没有|有没|算不算|算|属于|"
    r"进口|进不进|进了?没有?|进|纳入|收录|收了?没?|在|里面|里头|里边|里|内|中(?!药)|外|"
    r"报销?不报销?|给报|报得了|报多少|报销|报消|报|走|刷|用|管|付|买|开|"
    r"多少钱?|几成|几类|哪[一]?类|哪个|哪里|哪些|什么|怎么|怎样|如何|为什么|价格?|比例|条件|限制|限定|"
    r"吗|么|吧|呢|啊|呀|嘛|不|没有?|了|的|得[了到]|也|都|就|要|和|与|或者?|还是|以及|跟|[、，。？！；]|"
    r"医生|大夫|医院|药店|药房|门诊|住院|处方|给|让|说|打|吃|服|输|注射(?!液)|口服(?!液)|一?[针盒支瓶片]的|"
    r"推荐|换成?|关于|从|到|[一二两三几][盒针支瓶]|需要?|[以之]后|价|支付|单独|自己|一样|第.年|比如|"
    r"这些|新药|每[天月周年]|一[天个]月?|几时|多久|有(?!机)|"
    r"我[妈爸]?|您|你|她|咱|俺|给他|妈妈?|爸爸?|爷爷|奶奶|老人|孩子|小孩|老婆|老公|家里?人|"
    r"这个?|那[个种款]|这款|这种|一种|种|款|国产|原研|仿制|长效|短效|"
    r"\bcan\b|\bcould\b|\bis\b|\bare\b|\bdo(?:es)?\b|\bwill\b|\bwould\b"
)
_ENGLISH_FRAME = frozenset(
    """a about after all also am an and any anyone are as ask at b basic be because been
    being benefit benefits bill brand buy by c can card catalog catalogue category china
    chinese claim class come could cover coverage covered covers cost costs country
    current currently did do does doctor dose double drug drugs each else employee for
    formulary from fund generic get gets getting give go government had has have health
    help her hi hello him his hospital how i if in included includes injection insurance
    insured into is it item its list listed lists look many me med medical medication
    medicine medicines mine month mother much my name national need negotiated new nhsa
    no not now of off on one only or our out outpatient over paid part pay pays people
    pharmacy pill pills please prescribed prescription price public query range rate
    ratio reimburse reimbursed reimbursement reimbursable resident scheme see self she
    should so social some state still take taking tell than thank thanks that the their
    them there they this tablets tablet to today under up us use used using want was we
    what when where whether which who why will with work would year yearly yes you your
    capsule capsules cream drops drip shots shot channel annual eligible
    find check imported domestic original father child wife husband son daughter mum
    mom dad belong belongs first patent expense expenses granules code stock pls
    nationally yibao negociated tcm social medicare""".split()
)
#: Illnesses, people and kinds of things, which stand in many names.
_COMMON = re.compile(
    r"药$|药[^a-z]{0,3}的|病|症|感冒|发烧|退烧|咳嗽|止咳|止痛|止血|消炎|降压|降糖|降脂|减肥|避孕|"
    r"失眠|便秘|腹泻|过敏|哮喘|痛风|中风|抗癌|肿瘤|癌|抗病毒|抗生素|抗菌|儿童|小儿|妇科|成人|婴儿|"
    r"糖尿|血压|血脂|血糖|心脏|胃$|肝$|肾$|肺$|保健|滋补|中成|中草|西药|中药|饮片|疫苗|手术|检查|治疗|"
    r"化疗|放疗|靶向|免疫治|注射$|口服$|输液|营养|时间|更新|新增|调整|网|app|保险|材料|流程|"
    r"区别|意思|规定|政策|文件|版本|通用名|商品名|全国|各地|外地|本地|省|市$|县|异地|罕见|孤儿|"
    r"贵重|便宜|急救|合作医疗|戒烟|美容|奶粉|食品|器械|耗材|泵|针头|注射器|皮试"
)
_KINDS = re.compile(
    r"(?:抗病毒|止咳|止痛|止血|止泻|消炎|消食|降压|降糖|降脂|减肥|避孕|通便|安神|小儿|儿童|妇科|感冒|咳嗽|"
    r"清热|解毒|退烧|补血|补肾|健胃|护肝|糖尿病?|痛风|抗癌|抗菌|口服|营养|维生素)+"
)
_NO_MEDICINE = re.compile(
    r"泵|笔|针头|注射器|检[测查]|皮试|过敏|缺乏|水平|抵抗|依赖|中毒"
)
_PLAUSIBLE = 9  # characters of a Chinese name
_HAN_WORD = re.compile(
    r"[\u4e00-\u9fff][\u4e00-\u9fffa-z0-9α-ω-]*|[α-ω0-9a-z-]*[\u4e00-\u9fff]+"
)
_LATIN_WORD = re.compile(r"(?<![a-z0-9])[a-z][a-z0-9-]{3,}(?![a-z0-9])")


def aliases(name: str) -> tuple[str, ...]:
    """Return what ``name`` is looked for by, folded, the whole first.

    A shorter one has at least three characters.
    """
    whole = folded(name)
    found = [whole]
    for shorter in _shorter(whole):
        if len(shorter) >= SHORTEST and shorter not in found:
            found.append(shorter)
    return tuple(found)


def _shorter(whole: str) -> Iterator[str]:
    """Yield ``whole`` without brackets, form, strength and salt, step by step."""
    name = _BRACKETS.sub("", whole).strip()
    yield name
    for pattern in (_STRENGTH, _FORM, _STRENGTH, _SALT_BEFORE, _SALT_BEHIND):
        shorter = pattern.sub("", name).strip()
        if len(shorter) >= SHORTEST:
            name = shorter
            yield name


def core(name: str) -> str:
    """Return the shortest alias of ``name``."""
    return aliases(name)[-1]


def other_substance(before: str) -> str:
    """Return the end of ``before`` that makes another medicine of the name behind."""
    match = _OTHER.search(before)
    return match.group() if match else ""


def left_over(text: str) -> tuple[str, ...]:
    """Return the words of folded ``text`` that are not those of a question."""
    rest = _FRAME.sub(" ", text)
    chinese = [word for word in _HAN_WORD.findall(rest) if 2 <= len(word) <= _LONGEST]
    latin = [
        word
        for word in _LATIN_WORD.findall(rest)
        if word not in _ENGLISH_FRAME and not any(word in other for other in chinese)
    ]
    return tuple(dict.fromkeys([*chinese, *latin]))


def may_be_drug(word: str) -> bool:
    """Tell whether ``word`` is more than form and salt and none that many names have."""
    bare = _SALT_BEFORE.sub("", _FORM.sub("", word))
    return len(bare) > 1 and not _COMMON.search(word)


def is_kind(name: str) -> bool:
    """Tell whether ``name`` says no more than what a medicine is for: 小儿止咳."""
    return bool(_KINDS.fullmatch(name))


def no_medicine(behind: str) -> bool:
    """Tell whether what stands ``behind`` a name makes a device or a test of it."""
    return bool(_NO_MEDICINE.match(behind))


def trimmed(word: str) -> str:
    """Return ``word`` without what follows the stem of a name; nothing if too long."""
    if len(word) > _PLAUSIBLE and not word.isascii():
        *_, last = [0, *(match.end() for match in _STEM.finditer(word))]
        word = word[:last]
    return word if SHORTEST <= len(word) <= _PLAUSIBLE or word.isascii() else ""


def looks_like_drug(word: str) -> bool:
    """Tell whether ``word`` has the ending or the stem of a medicine's name."""
    if _LATIN_STEM.fullmatch(word) or _STEM.search(word):
        return True
    bare = _FORM.sub("", word)
    return bare != word and bool(_DOSED.fullmatch(bare))
