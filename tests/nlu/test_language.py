from __future__ import annotations

import pytest

from knowledge.model import Language
from nlu.language import detect

CASES: list[tuple[str, Language]] = [
    ("我的医保能在北京用吗", "zh"),
    ("報銷需要什麼材料", "zh"),
    ("社保", "zh"),
    ("How do I get reimbursed?", "en"),
    ("reimbursement", "en"),
    ("ok", "en"),
    # mixed, mostly Chinese
    ("我的 insurance 在厦门怎么用", "zh"),
    ("请问 NHSA 的热线是多少", "zh"),
    ("CT 检查能报多少", "zh"),
    ("app 上怎么备案呢", "zh"),
    # mixed, mostly English
    ("Does my 医保 cover outpatient visits in Beijing?", "en"),
    ("What is 备案 and do I need it before going to hospital", "en"),
    ("My mother is in 厦门, how can she be reimbursed", "en"),
    # Chinese in Latin letters
    ("yibao zenme baoxiao", "zh"),
    ("wo de shebao ka diu le zenme ban", "zh"),
    ("waidi zhuyuan xuyao beian ma", "zh"),
    ("zhu yuan yao dai shen me cai liao", "zh"),
    ("menzhen tongchou zenme qianyue", "zh"),
    # English whose words could be such syllables
    ("can we change line", "en"),
    ("withdraw balance leaving china", "en"),
    ("do kids need filing too", "en"),
    # English with one such word
    ("how does yibao work for foreigners", "en"),
    # no words at all
    ("12393", "zh"),
    ("2024-01-31", "zh"),
    ("😀👍", "zh"),
    ("?!", "zh"),
    ("", "zh"),
    ("A", "zh"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[c[0] or "-" for c in CASES])
def test_the_language_is_the_one_most_of_the_text_is_in(
    text: str, wanted: Language
) -> None:
    assert detect(text) == wanted
