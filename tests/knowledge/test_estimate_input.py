"""What cannot be is refused with the key, the reason and the mend, in two languages."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from knowledge.errors import EstimateError, PolicyError
from knowledge.estimate_input import read_bill, read_json
from knowledge.estimate_model import Band

FAIR: dict[str, Any] = {"total": 1000, "ratio": "0.8"}
AID = {"ratio": "0.5"}


def case(key: str, said: str, **data: Any) -> Any:
    return pytest.param({**FAIR, **data}, key, said, id=f"{key}: {said}: {data}"[:80])


def bands(*limits: Any) -> list[dict[str, Any]]:
    return [{"up_to": limit, "ratio": "0.8"} for limit in limits]


@pytest.mark.parametrize(
    ("data", "key", "said"),
    [
        *(case("total", "negative", total=value) for value in (-1, "-0.01")),
        *(
            case("total", "not a number", total=value)
            for value in (
                *(
                    "abc",
                    "",
                    "NaN",
                    "Infinity",
                    "-inf",
                    "1,000",
                    "50%",
                    "１００",
                    "1_0",
                ),
                *(None, True, False, [], {}, float("nan"), float("inf"), "0x10"),
                *(Decimal("NaN"), "9" * 200),
            )
        ),
        case("total", "too large", total="1e13"),
        case("deductible", "negative", deductible=-1),
        case("cap_left", "negative", cap_left=-1),
        case("over_limit", "not a number", over_limit=True),
        case("self_funded", "above the total", self_funded=1001),
        case("over_limit", "add up to", over_limit=600, self_funded=600),
        case("class_b", "add up to", class_b=[{"amount": 1001}]),
        case("class_b", "add up to", self_funded=600, class_b=[{"amount": 401}]),
        case("class_b", "list", class_b={"amount": 1}),
        case("class_b[0]", "object", class_b=[5]),
        case("class_b[0].amount", "negative", class_b=[{"amount": -1}]),
        case("class_b[0].name", "unknown key", class_b=[{"name": "x"}]),
        case("class_b[1].first_pay_rate", "0.85", class_b=[{}, {"first_pay_rate": 10}]),
        case("class_b[0].first_pay_rate", "negative", class_b=[{"first_pay_rate": -1}]),
        case("ratio", "above 1", ratio="1.01"),
        case("ratio", "above 1", ratio=85),
        case("ratio", "negative", ratio="-0.1"),
        case("ratio", "not a number", ratio="85%"),
        case("ratio", "not a number", ratio=True),
        case("bands", "both", bands=bands(None)),
        case("ratio", "missing", ratio=None),
        case("bands", "empty", ratio=None, bands=[]),
        case("bands", "list", ratio=None, bands={}),
        case("bands[0].ratio", "missing", ratio=None, bands=[{"up_to": 5}]),
        case("bands[0].ratio", "above 1", ratio=None, bands=[{"ratio": 2}]),
        case("bands[1].up_to", "ascend", ratio=None, bands=bands(500, 400, None)),
        case("bands[1].up_to", "ascend", ratio=None, bands=bands(500, 500)),
        case("bands[0].up_to", "ascend", ratio=None, bands=bands(0, None)),
        case("bands[0].up_to", "ascend", ratio=None, bands=bands(None, 500)),
        case("cut", "object", cut=0.2),
        case("cut.kind", "points, factor", cut={"kind": "percent", "value": 0.2}),
        case("cut.kind", "points, factor", cut={"value": 0.2}),
        case("cut.kind", "points, factor", cut={"kind": ["points"], "value": 0.2}),
        case("cut.value", "missing", cut={"kind": "factor"}),
        case("cut.value", "write 0.2", cut={"kind": "points", "value": 20}),
        case("cut.value", "larger than the ratio", cut={"kind": "points", "value": 1}),
        case("cut.value", "above 1", cut={"kind": "factor", "value": "1.1"}),
        case("cut.value", "above 1", cut={"kind": "first_pay", "value": 10}),
        case("cut.value", "negative", cut={"kind": "first_pay", "value": -1}),
        case("serious_illness", "object", serious_illness=5),
        case("serious_illness.cap", "negative", serious_illness={"cap": -1}),
        case("serious_illness.ratio", "above 1", serious_illness={"ratio": 60}),
        case("serious_illness.x", "unknown key", serious_illness={"x": 1}),
        case("medical_assistance.ratio", "negative", medical_assistance={"ratio": -1}),
        case("medical_assistance.cap", "number", medical_assistance={"cap": "all"}),
        case("totall", "unknown key", totall=5),
    ],
)
def test_what_cannot_be_is_refused(data: dict[str, Any], key: str, said: str) -> None:
    with pytest.raises(EstimateError) as caught:
        read_bill(data)
    error = caught.value
    assert error.key == key
    assert said in error.en
    assert re.search("[\u4e00-\u9fff]", error.zh)
    assert error.zh in str(error)
    assert error.en in str(error)
    assert error.en.endswith(".")
    assert error.zh.endswith("。")
    assert isinstance(error, PolicyError)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("data", [None, [], "text", 5, True])
def test_a_bill_is_an_object(data: Any) -> None:
    with pytest.raises(EstimateError, match="must be a JSON object"):
        read_bill(data)


def test_a_cut_may_not_exceed_the_lowest_band() -> None:
    data = {"bands": bands(None), "cut": {"kind": "points", "value": "0.81"}}
    with pytest.raises(EstimateError, match=r"larger than the ratio 0\.8"):
        read_bill(data)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "no valid JSON"),
        (b"{", "no valid JSON"),
        (b"\xff\xfe", "no valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "must be a JSON object"),
        (b'{"total": NaN, "ratio": 1}', "not a number"),
        (b'{"total": -Infinity, "ratio": 1}', "not a number"),
        (b'{"total": 1e999, "ratio": 1}', "too large"),
        (b'{"total": 1, "total": 2, "ratio": 1}', "written twice"),
        (b'{"total": true, "ratio": 1}', "not a number"),
        (b"{} {}", "no valid JSON"),
    ],
)
def test_bad_json_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(EstimateError, match=said):
        read_json(raw)


def test_numbers_are_read_as_written() -> None:
    as_number = read_json(b'\xef\xbb\xbf{"total": 0.285, "ratio": 0.1}')
    as_text = read_json(json.dumps({"total": "0.285", "ratio": "0.1"}).encode())
    assert as_number == as_text
    assert as_number.total == Decimal("0.29")
    assert as_number.bands == (Band(None, Decimal("0.1")),)


def test_minus_zero_is_zero() -> None:
    assert str(read_bill({"total": "-0", "ratio": 1}).total) == "0.00"


def test_a_null_cap_is_no_cap() -> None:
    bill = read_bill({**FAIR, "cap_left": None, "serious_illness": {"cap": None}})
    assert bill.cap_left is None
    assert bill.serious_illness and bill.serious_illness.cap is None


def test_the_bill_beyond_the_last_band_is_refused() -> None:
    from knowledge.estimate import estimate

    with pytest.raises(EstimateError, match="beyond the last band"):
        estimate(read_bill({"total": 1000, "bands": bands(500)}))
    assert estimate(read_bill({"total": 500, "bands": bands(500)})).fund == 400
