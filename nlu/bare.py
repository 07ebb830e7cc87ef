"""A message without what does not tell its topic.

Who is addressed, where, in which year, and which of its many names the insurance goes
by says little about what is asked. Left in, such words get weight by accident: 咨询 is
in questions for a telephone number, 合作医疗 in questions on joining.
"""

from __future__ import annotations

import re

from nlu.marks import found
from nlu.normalise import fold

_PLACES = frozenset({"place", "insured_region", "treatment_region"})
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGITS = re.compile(r"\d+")

# A6区, K市: places that somebody made unreadable
_CODE = re.compile(
    r"(?<![a-z0-9])[a-z]\d{0,3}(?=[市区县镇乡街村]|社区|医院|学校|公司)[市区县镇乡村]?"
)
_OPENING = re.compile(
    r"^(?:(?:你好|您好|尊敬的[^,，:：]{0,8}|各位领导|领导(?:好|你好|您好)?)[,，:：!！。\s]*)*"
    r"(?:我?(?:想|要)?(?:咨询|请问|问|了解)(?:一?下)?|关于|反映|求助|建议)*(?=.{4})"
)
_CLOSING = re.compile(r"(?:的?(?:相关)?(?:咨询|问题|疑问|建议|求助|情况))+[?？。!！]*$")
_INSURANCE_ZH = re.compile(
    r"(?:新型)?农村合作医疗(?:保险)?|合作医疗(?:保险)?|新?农合|农村医保|城[乡镇]居民(?:基本)?医(?:疗保险|保)"
    r"|居民医(?:疗保险|保)|(?:城镇)?职工(?:基本)?医(?:疗保险|保)|(?:基本)?医疗保险|医疗险|社保(?!卡|局|中心|大厅)"
)
_INSURANCE_EN = re.compile(
    r"\b(?:new )?rural (?:cooperative )?(?:medical )?(?:care|insurance|system|scheme|cooperative)(?: system| insurance| scheme)?\b"
    r"|\b(?:basic |urban |social |public |resident |employee |health |medical )*(?:medical|health) (?:insurance|security|scheme)\b"
    r"|\b(?:yibao|shebao)\b(?!ka)"
)


def unframed(text: str) -> str:
    """Return ``text`` without the address before it, the frame around it, place codes.

    >>> unframed("咨询A市医保卡补办的问题")
    "医保卡补办"
    """
    return _unframed(_CODE.sub("", fold(text))) or text


def bare(text: str) -> str:
    """Return ``text`` unframed, without places, with one name for the insurance.

    >>> bare("2020年厦门新农合怎么交")
    "0年医保怎么交"
    """
    folded = fold(text)
    for fact in reversed(found(text)):
        if fact.fact in _PLACES:
            gap = "" if _HAN.search(folded[fact.start : fact.end]) else " "
            folded = folded[: fact.start] + gap + folded[fact.end :]
    if not folded.strip():
        return text
    folded = _DIGITS.sub("0", _CODE.sub("", folded))
    folded = _INSURANCE_EN.sub("insurance", _INSURANCE_ZH.sub("医保", folded))
    return _unframed(folded) or text


def _unframed(folded: str) -> str:
    inner = _CLOSING.sub("", _OPENING.sub("", folded))
    return inner if len(inner) > 2 else folded
