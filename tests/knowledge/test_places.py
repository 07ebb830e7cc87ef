"""Places by code and name, what lies within what, and how far care is from home."""

from __future__ import annotations

import re

import pytest

from knowledge.load import FOLDER, read
from knowledge.places import MUNICIPALITIES, OUTSIDE_MAINLAND


@pytest.fixture(scope="module")
def places():
    """The places of the real base, whatever else is wrong with it."""
    base, _ = read(FOLDER)
    return base.places


def codes(places, text):
    return places.by_spelling.get(text.lower(), [])


def test_all_province_level_units_are_there(places):
    provinces = [p for p in places.by_code.values() if p.within == "CN"]

    assert len(provinces) == 34
    assert all(p.code.endswith("0000") for p in provinces)
    assert {p.code for p in provinces} >= MUNICIPALITIES | OUTSIDE_MAINLAND


def test_all_prefecture_level_units_are_there(places):
    """293 cities, 30 autonomous prefectures, 7 prefectures and 3 leagues."""
    endings = {}
    for place in places.by_code.values():
        prefecture = place.code.endswith("00") and not place.code.endswith("0000")
        if prefecture and place.code[2:4] != "90":
            ending = next(
                suffix
                for suffix in ("自治州", "地区", "盟", "市")
                if place.official.endswith(suffix)
            )
            endings[ending] = endings.get(ending, 0) + 1

    assert endings == {"市": 293, "自治州": 30, "地区": 7, "盟": 3}
    assert sum(endings.values()) == 333


def test_every_place_lies_within_its_province(places):
    for place in places.by_code.values():
        chain = places.chain(place.code)
        assert chain[0] == place.code
        assert chain[-1] == "CN"
        assert chain[-2] == place.code[:2] + "0000"


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("320100", ("320100", "320000", "CN")),
        ("320583", ("320583", "320500", "320000", "CN")),
        ("320000", ("320000", "CN")),
        ("310000", ("310000", "CN")),
        ("CN", ("CN",)),
        (None, ("CN",)),
        ("ABROAD", ("CN",)),
        ("999999", ("CN",)),
    ],
)
def test_the_chain_runs_from_the_place_to_the_nation(places, code, chain):
    assert places.chain(code) == chain


@pytest.mark.parametrize(
    ("insured", "treated", "scope"),
    [
        pytest.param("320100", "320100", "home", id="the same city"),
        pytest.param("320500", "320583", "home", id="a county city of the city"),
        pytest.param("320583", "320500", "home", id="the city around it"),
        pytest.param("310000", "310000", "home", id="the same municipality"),
        pytest.param("500000", "500000", "home", id="another municipality"),
        pytest.param("320100", "320500", "same_province", id="the next city"),
        pytest.param("320583", "320100", "same_province", id="county city, other city"),
        pytest.param("320100", "310000", "other_province", id="next province"),
        pytest.param("310000", "110000", "other_province", id="two municipalities"),
        pytest.param("510100", "320583", "other_province", id="far away"),
        pytest.param("320000", "510000", "other_province", id="two provinces"),
        pytest.param("320000", "320100", None, id="a province and a city in it"),
        pytest.param("320100", "320000", None, id="a city and its province"),
        pytest.param("320000", "320000", None, id="one province, no city named"),
        pytest.param("320000", "320583", None, id="a province and a county city"),
    ],
)
def test_the_scope_tells_how_far_care_is_from_home(places, insured, treated, scope):
    assert places.scope(insured, treated) == scope


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("南京", "320100"),
        ("南京市", "320100"),
        ("Nanjing", "320100"),
        ("nanking", "320100"),
        ("江苏省", "320000"),
        ("江苏", "320000"),
        ("Xi'an", "610100"),
        ("xi’an", "610100"),
        ("XIAN", "610100"),
        ("淮安", "320800"),
        ("huaian", "320800"),
        ("内蒙古自治区", "150000"),
        ("内蒙古", "150000"),
        ("Inner Mongolia", "150000"),
        ("innermongolia", "150000"),
        ("Guangxi", "450000"),
        ("新疆", "650000"),
        ("香港", "810000"),
        ("Hong Kong", "810000"),
        ("澳门", "820000"),
        ("台湾", "710000"),
        ("延边州", "222400"),
        ("大理", "532900"),
        ("陕西", "610000"),
        ("Shaanxi", "610000"),
        ("山西", "140000"),
        ("Shanxi", "140000"),
        ("安康", "610900"),
        ("厦门", "350200"),
        ("Amoy", "350200"),
        ("昆山", "320583"),
        ("重庆", "500000"),
    ],
)
def test_a_place_is_found_by_each_of_its_spellings(places, spelling, code):
    assert codes(places, spelling)[:1] == [code]


@pytest.mark.parametrize("word", ["市", "州", "县", "", "省"])
def test_a_bare_suffix_is_no_place(places, word):
    assert codes(places, word) == []


def test_the_larger_place_comes_first_for_a_shared_spelling(places):
    """Jilin is a province and a city of it."""
    assert codes(places, "jilin")[0] == "220000"
    assert codes(places, "吉林市") == ["220200"]


def test_every_place_is_found_by_its_official_name_and_in_latin_letters(places):
    for place in places.by_code.values():
        latin = place.name.en
        assert re.fullmatch(r"[A-Za-zü' -]+", latin), place
        named = codes(places, latin) + codes(places, f"{latin} city")
        assert place.code in named, place
        assert place.code in codes(places, place.official), place


def test_a_name_that_is_also_a_common_word_or_district_needs_its_suffix(places):
    assert codes(places, "朝阳") == codes(places, "Chaoyang") == []
    assert codes(places, "朝阳市") == ["211300"]


def test_names_of_the_nation_and_of_a_place(places):
    assert places.name("CN").zh == "全国"
    assert places.name("320100").en == "Nanjing"


@pytest.mark.parametrize(
    ("code", "known"),
    [("CN", True), ("320100", True), ("ABROAD", False), ("999999", False)],
)
def test_the_nation_and_registered_places_are_known(places, code, known):
    assert (code in places) is known
