"""How a citation reads."""

from __future__ import annotations

import re

from knowledge.model import Document, Language, Text

#: A document's number, such as 国办发〔2021〕14号, stands without title marks.
_NUMBERED = re.compile(r"〔|号")
_ARTICLE = Text(zh="《{law}》第{number}条", en="{law}, Article {number}")


def citation_name(document: Document, number: int | None, language: Language) -> str:
    """Return how the citation reads: 《社会保险法》第29条."""
    name = document.short.in_language(language)
    if number is not None:
        phrase = _ARTICLE.in_language(language)
        return phrase.format(law=name, number=number)
    if language == "zh" and not _NUMBERED.search(name):
        return f"《{name}》"
    return name
