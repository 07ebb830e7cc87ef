"""What the fund pays, to the fen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.estimate import Estimate, estimate
from knowledge.estimate_input import read_bill
from knowledge.load import Base

FIRST = {
    "total": "50000",
    "self_funded": "3000",
    "class_b": [{"amount": "12000", "first_pay_rate": "0.1"}],
    "deductible": "1000",
    "ratio": "0.85",
}
SECOND = {
    "total": 300000,
    "self_funded": 20000,
    "class_b": [{"amount": 10000, "first_pay_rate": 1}],
    "deductible": 1000,
    "ratio": "0.6",
    "cap_left": 150000,
    "serious_illness": {"deductible": 17000, "ratio": "0.6"},
}


def of(**data: Any) -> Estimate:
    return estimate(read_bill(data))


def sums(found: Estimate) -> tuple[str, ...]:
    row = found.as_json()
    return tuple(row[k] for k in ("in_scope", "fund", "serious_illness", "patient"))


def points(value: str, kind: str = "points") -> dict[str, str]:
    return {"kind": kind, "value": value}


BANDS = [
    {"up_to": 30000, "ratio": "0.85"},
    {"up_to": 40000, "ratio": "0.9"},
    {"up_to": None, "ratio": "0.95"},
]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            FIRST, ("45800.00", "38080.00", "0.00", "11920.00"), id="employee at home"
        ),
        pytest.param(
            {**FIRST, "cut": points("0.2")},
            ("45800.00", "29120.00", "0.00", "20880.00"),
            id="20 points less",
        ),
        pytest.param(
            {**FIRST, "cut": points("0.1")},
            ("45800.00", "33600.00", "0.00", "16400.00"),
            id="10 points less",
        ),
        pytest.param(
            {**FIRST, "cut": points("0.9", "factor")},
            ("45800.00", "34272.00", "0.00", "15728.00"),
            id="nine tenths of the ratio",
        ),
        pytest.param(
            {**FIRST, "cut": points("0.1", "first_pay")},
            # (45800 x 0.9 - 1000) x 0.85
            ("45800.00", "34187.00", "0.00", "15813.00"),
            id="a tenth first",
        ),
        pytest.param(
            SECOND,
            ("270000.00", "150000.00", "61800.00", "88200.00"),
            id="resident, cap and serious illness",
        ),
        pytest.param(
            {"total": 50000, "deductible": 1300, "bands": BANDS},
            # 28700 x 0.85 + 10000 x 0.9 + 10000 x 0.95
            ("50000.00", "42895.00", "0.00", "7105.00"),
            id="bands from zero, the deductible off the lowest",
        ),
        pytest.param(
            {"total": 50000, "deductible": 35000, "bands": BANDS},
            ("50000.00", "14000.00", "0.00", "36000.00"),
            id="a deductible beyond the first band",
        ),
        pytest.param(
            {"total": "0.01", "ratio": "0.5"},
            ("0.01", "0.01", "0.00", "0.00"),
            id="half a fen is a fen",
        ),
        pytest.param(
            {"total": 800, "deductible": 1000, "ratio": 1},
            ("800.00", "0.00", "0.00", "800.00"),
            id="below the deductible",
        ),
        pytest.param(
            {"ratio": 1}, ("0.00", "0.00", "0.00", "0.00"), id="absent is zero"
        ),
        pytest.param(
            {
                "total": 1000,
                "ratio": "0.5",
                "serious_illness": {"ratio": 1, "own_in_scope_this_year": 90000},
            },
            ("1000.00", "500.00", "500.00", "0.00"),
            id="never more than what is left of this bill",
        ),
        pytest.param(
            {
                "total": 1000,
                "ratio": 0,
                "serious_illness": {"ratio": 1, "cap": 300},
            },
            ("1000.00", "0.00", "300.00", "700.00"),
            id="the cap of serious-illness insurance",
        ),
    ],
)
def test_worked_examples(data: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert sums(of(**data)) == expected


def test_medical_assistance_comes_last_and_only_where_given() -> None:
    aid = {"ratio": "0.7", "deductible": 1000, "cap": 50000}
    # 270000 - 150000 - 61800 = 58200 are left; (58200 - 1000) x 0.7
    found = of(**SECOND, medical_assistance=aid)
    assert found.as_json()["medical_assistance"] == "40040.00"
    assert found.patient == Decimal(88200 - 40040)
    aid["cap"] = 40000
    assert of(**SECOND, medical_assistance=aid).medical_assistance == 40000
    assert "medical_assistance" not in of(**SECOND).as_json()


def test_every_step_has_a_name_in_both_languages_and_a_basis(base: Base) -> None:
    rules = {"cut": points("0.1", "first_pay"), "medical_assistance": {"ratio": 1}}
    steps = of(**SECOND, **rules).as_json()["steps"]
    assert len({step["name"] for step in steps}) == len(steps)
    for step in steps:
        assert all(step.values()), step
        assert step["source"] == "given" or step["source"] in base.documents
        for ref in step["legal_basis"]:
            document, _, number = ref.partition("#")
            assert not number or int(number) in base.documents[document].articles


money = st.decimals(0, 500_000, places=2)
rates = st.decimals(0, 1, places=3)


@st.composite
def bills(draw: st.DrawFn) -> dict[str, Any]:
    total = draw(st.decimals(0, 500_000, places=2))
    shares = sorted(draw(st.lists(rates, min_size=3, max_size=3)))
    first, second, third = ((total * s).quantize(Decimal("0.00")) for s in shares)
    bill: dict[str, Any] = {
        "total": total,
        "self_funded": first,
        "over_limit": second - first,
        "class_b": [{"amount": third - second, "first_pay_rate": draw(rates)}],
        "deductible": draw(st.decimals(0, 3000, places=2)),
        "ratio": draw(rates),
        "cap_left": draw(st.none() | money),
    }
    kind = draw(st.sampled_from([None, "points", "factor", "first_pay"]))
    if kind:
        most = bill["ratio"] if kind == "points" else 1
        bill["cut"] = {"kind": kind, "value": draw(st.decimals(0, most, places=3))}
    if draw(st.booleans()):
        bill["serious_illness"] = {
            "deductible": draw(money),
            "ratio": draw(rates),
            "cap": draw(st.none() | money),
            "own_in_scope_this_year": draw(st.none() | money),
        }
    if draw(st.booleans()):
        bill["medical_assistance"] = {"ratio": draw(rates), "cap": draw(money)}
    return bill


@given(bills())
def test_the_parts_add_up_and_none_is_negative(data: dict[str, Any]) -> None:
    row = of(**data).as_json()
    parts = ("fund", "serious_illness", "medical_assistance", "patient")
    paid = [Decimal(row.get(key, 0)) for key in parts]
    assert sum(paid) == data["total"]
    assert min(paid) >= 0
    assert sum(paid[:3]) <= Decimal(row["in_scope"]) <= data["total"]
    steps = {step["name"]: Decimal(step["amount"]) for step in row["steps"]}
    own = ("self_funded", "over_limit", "class_b_first_pay", "in_scope")
    assert sum(steps[name] for name in own) == data["total"]


@given(bills())
def test_never_above_a_cap(data: dict[str, Any]) -> None:
    found = of(**data)
    if data["cap_left"] is not None:
        assert found.fund <= data["cap_left"]
    serious = data.get("serious_illness")
    if serious and serious["cap"] is not None:
        assert found.serious_illness <= serious["cap"]
    if found.medical_assistance is not None:
        assert found.medical_assistance <= data["medical_assistance"]["cap"]


@given(bills(), rates)
def test_more_ratio_never_pays_less(data: dict[str, Any], more: Decimal) -> None:
    higher = {**data, "ratio": max(data["ratio"], more)}
    assert of(**higher).fund >= of(**data).fund


@given(bills())
def test_one_open_band_is_a_ratio(data: dict[str, Any]) -> None:
    banded = {**data, "bands": [{"up_to": None, "ratio": data["ratio"]}]}
    del banded["ratio"]
    assert of(**banded) == of(**data)
