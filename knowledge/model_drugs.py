"""The types of the imported drug catalogue."""

from __future__ import annotations

from dataclasses import dataclass

#: Parts of the catalogue.
WESTERN, CHINESE, HERBAL = "western", "chinese", "herbal"
NEGOTIATED, BID = "negotiated", "bid"


@dataclass(frozen=True)
class Drug:
    """One line of the catalogue: text as printed, ``drug_class`` 甲, 乙 or empty.

    ``valid_until`` is the last day of the agreement (ISO) or empty.
    """

    name: str
    form: str = ""
    drug_class: str = ""
    part: str = ""
    category: str = ""
    number: str = ""
    limits: str = ""
    agreement: str = ""
    valid_until: str = ""
    english: str = ""
    brand: str = ""

    @property
    def negotiated(self) -> bool:
        """Whether its price was agreed with the maker for a time."""
        return self.part in (NEGOTIATED, BID) or bool(self.valid_until)


@dataclass(frozen=True)
class DrugList:
    """A catalogue: its ``title`` as printed, its ``year`` and its lines."""

    title: str
    year: int
    file: str
    drugs: tuple[Drug, ...]
    unpaid: int = 0
