"""A tiny, made-up knowledge base that a test breaks or extends in one place."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.check import problems_across
from knowledge.errors import Problem
from knowledge.load import Base, load, read


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


STATUTE = {
    "id": "social-insurance-law",
    "title": both("社会保险法", "Social Insurance Law"),
    "short": both("社会保险法", "Social Insurance Law"),
    "kind": "law",
    "version": "2018-12-29",
    "in_force": "2011-07-01",
    "confidence": "verified",
    "articles": {
        29: {
            "title": both("直接结算", "Direct settlement"),
            "gist": both(
                "应由基金付的直接结算。", "The fund settles its part directly."
            ),
        },
        14: {
            "title": both("养老账户", "Pension account"),
            "gist": both("余额可以继承。", "The balance can be inherited."),
        },
    },
}
DOCUMENTS = {
    "coming-law": {
        "title": both("将来的法", "The coming law"),
        "short": both("将来的法", "Coming Law"),
        "kind": "law",
        "in_force": "2027-01-01",
        "citable": False,
        "rechecks": {"law": "social-insurance-law", "articles": [29]},
        "confidence": "quoted",
    },
    "notice": {
        "title": both("某通知", "A notice"),
        "short": both("某通知", "Notice"),
        "kind": "policy",
        "confidence": "quoted",
    },
    "old-notice": {
        "title": both("旧通知", "An old notice"),
        "short": both("旧通知", "Old Notice"),
        "kind": "policy",
        "superseded_by": "notice",
        "confidence": "quoted",
    },
}
FACTS = {
    "care": {
        "label": both("就医类型", "kind of care"),
        "question": both("住院还是门诊？", "A stay or a visit?"),
        "values": {
            "inpatient": {"label": both("住院", "stay"), "synonyms": ["住院"]},
            "outpatient": {"label": both("门诊", "visit"), "synonyms": ["门诊"]},
        },
    },
    "filed": {
        "label": both("备案", "filed"),
        "question": both("备案了吗？", "Was it filed?"),
        "values": {
            "yes": {"label": both("是", "yes"), "synonyms": ["已备案"]},
            "no": {"label": both("否", "no"), "synonyms": ["没备案"]},
        },
    },
    "away_scope": {
        "label": both("就医地范围", "how far from home"),
        "values": {
            "home": {"label": both("本地", "home")},
            "same_province": {"label": both("省内", "same province")},
            "other_province": {"label": both("跨省", "other province")},
            "abroad": {"label": both("境外", "abroad")},
        },
    },
    "insured_region": {
        "kind": "place",
        "label": both("参保地", "insured place"),
        "question": both("在哪里参保？", "Where are you insured?"),
    },
    "treatment_region": {"kind": "place", "label": both("就医地", "place of care")},
}
FIGURES = {
    "claim-days": {
        "kept": "tests refer to it",
        "label": both("办理时间", "Handling time"),
        "unit": "working_days",
        "values": [
            {
                "value": 30,
                "bound": "at_most",
                "source": "notice",
                "confidence": "verified",
            },
            {
                "place": "320000",
                "value": 10,
                "source": "notice",
                "confidence": "verified",
            },
        ],
    },
    "local-share": {
        "kept": "tests refer to it",
        "label": both("报销比例", "Share paid"),
        "unit": "percent",
        "values": [
            {
                "place": "320000",
                "value": 85,
                "source": "notice",
                "confidence": "verified",
            }
        ],
    },
    "example-share": {
        "kept": "tests refer to it",
        "label": both("示例比例", "Example share"),
        "unit": "percent",
        "values": [{"value": 70, "source": "notice", "confidence": "example"}],
    },
}
REGIONS = {
    "32-jiangsu": {
        "code": "320000",
        "name": both("江苏", "Jiangsu"),
        "official": "江苏省",
        "cities": [
            {"code": "320100", "name": both("南京", "Nanjing"), "official": "南京市"},
            {"code": "320500", "name": both("苏州", "Suzhou"), "official": "苏州市"},
            {
                "code": "320583",
                "name": both("昆山", "Kunshan"),
                "official": "昆山市",
                "within": "320500",
            },
        ],
    },
    "31-shanghai": {
        "code": "310000",
        "name": both("上海", "Shanghai"),
        "official": "上海市",
    },
    "81-hong-kong": {
        "code": "810000",
        "name": both("香港", "Hong Kong"),
        "official": "香港特别行政区",
    },
}
CLAIM = {
    "id": "claim",
    "group": "reimbursement",
    "title": both("报销", "Claims"),
    "question": both("怎么报销？", "How do I claim?"),
    "ask": ["care", "filed"],
    "answers": [
        {
            "when": {},
            "say": both("先问参保地。", "Ask the insured place first."),
            "steps": [both("带齐票据。", "Bring the bills.")],
            "materials": ["id-voucher"],
            "figures": ["claim-days"],
            "exceptions": [both("急诊例外。", "Emergencies differ.")],
            "legal_basis": ["social-insurance-law#29"],
            "sources": ["social-insurance-law"],
        }
    ],
    "related": ["share"],
    "reviewed": "2026-11-22",
}
SHARE = {
    "id": "share",
    "group": "reimbursement",
    "title": both("比例", "Share"),
    "question": both("报多少？", "How much?"),
    "answers": [
        {
            "when": {},
            "say": both("由参保地定。", "The insured place decides."),
            "legal_basis": ["social-insurance-law#29"],
            "sources": ["social-insurance-law"],
        }
    ],
    "related": ["claim"],
    "reviewed": "2026-11-22",
}
CITATIONS = {
    topic: {
        "reviewed": "2026-11-22",
        "articles": {
            "social-insurance-law#29": both("直接结算", "direct settlement"),
            "social-insurance-law#14": {
                **both("讲的是养老账户", "about the pension account"),
                "by_analogy": topic == "share",
            },
        },
    }
    for topic in ("claim", "share")
}
FILES = {
    "law/social-insurance-law.yml": STATUTE,
    "documents.yml": {"documents": DOCUMENTS},
    "citations.yml": {"citations": CITATIONS},
    "facts.yml": {"facts": FACTS},
    "materials.yml": {"materials": {"id-voucher": {"name": both("凭证", "voucher")}}},
    "figures/tiny.yml": {"figures": FIGURES},
    **{f"regions/{name}.yml": region for name, region in REGIONS.items()},
    "topics/claim.yml": CLAIM,
    "topics/share.yml": SHARE,
}


class Tiny:
    """A valid knowledge base of a few lines, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, data in FILES.items():
            self.write(name, data)

    def write(self, name: str, data: Any) -> None:
        """Write ``data`` as YAML; text and bytes are written as they are."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, bytes):
            path.write_bytes(data)
            return
        if not isinstance(data, str):
            data = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        path.write_text(data, encoding="utf-8")

    def put(self, name: str, keys: list[Any], value: Any) -> None:
        """Set the entry at ``keys`` of a file; ``None`` removes it."""
        data = copy.deepcopy(self.data(name))
        *parents, last = keys
        here = data
        for key in parents:
            here = here[key]
        if value is None:
            del here[last]
        else:
            here[last] = value
        self.write(name, data)

    def data(self, name: str) -> Any:
        return yaml.safe_load((self.folder / name).read_text(encoding="utf-8"))

    def add_answers(self, *answers: dict[str, Any], topic: str = "claim") -> None:
        """Append answers to a topic; what they do not say gets a placeholder."""
        name = f"topics/{topic}.yml"
        data = self.data(name)
        for answer in answers:
            answer.setdefault("say", both(f"答案{answer['id']}", answer["id"]))
            data["answers"].append(answer)
        self.write(name, data)

    def load(self) -> Base:
        return load(self.folder)

    def problems(self) -> list[Problem]:
        """Return what reading or, when that is clean, the check finds."""
        base, found = read(self.folder)
        return sorted(found or problems_across(base, self.folder.name))


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return Tiny(tmp_path / "knowledge")
