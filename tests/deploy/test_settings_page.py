"""docs/settings.md names every setting of the code, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from channels.wechat import settings as wechat

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("actions", "channels", "knowledge", "nlu", "shell")
PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
_NAME = re.compile(r"""["'`](BAOXIAO_[A-Z_]*[A-Z])["'`]""")


def in_the_code() -> set[str]:
    found = {
        name
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in _NAME.findall(path.read_text(encoding="utf-8"))
    }
    # those of the platforms are put together from a prefix and a name
    found |= {wechat.OFFICIAL + name for name in wechat._OFFICIAL_NAMES}
    return found | {wechat.WECOM + name for name in wechat._WECOM_NAMES}


def test_every_setting_of_the_code_is_on_the_page_and_the_reverse() -> None:
    rows = re.findall(r"^\| `(BAOXIAO_[A-Z_]+)` \|", PAGE, re.MULTILINE)
    assert sorted(set(rows)) == sorted(rows), "a setting stands twice"
    assert set(rows) == in_the_code()


def test_other_pages_name_no_setting_that_is_not_there() -> None:
    known = in_the_code()
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    pages += [*(ROOT / "deploy").rglob("*.y*ml"), *(ROOT / "deploy").glob("*.example")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"\bBAOXIAO_[A-Z_]*[A-Z]\b", text):
            # a row of docs/wechat.md may shorten: `BAOXIAO_WECOM_TOKEN`, `_AES_KEY`
            assert name in known, f"{page.name}: {name}"


def test_what_is_secret_is_marked() -> None:
    for line in PAGE.splitlines():
        found = re.match(r"\| `(BAOXIAO_\w+)` \|", line)
        if found and re.search(r"SECRET|TOKEN|AES_KEY|DATABASE|REDIS", found[1]):
            assert re.search(r"\| secret(, all the same)? \|$", line), line
