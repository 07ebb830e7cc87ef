"""What half an hour of messages tells of memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak import Soak, picture


def soaked(*sizes: float) -> Soak:
    """Return a run with a look at memory every ten seconds."""
    return Soak(50.0, 30.0, memory=[(10.0 * n, mb) for n, mb in enumerate(sizes)])


def test_memory_that_stays_has_no_growth() -> None:
    assert soaked(*[500.0] * 180).growth() == 0


def test_what_it_takes_to_warm_up_is_no_growth() -> None:
    assert soaked(*[100.0] * 30, *[500.0] * 150).growth() == 0


def test_memory_that_climbs_is_seen() -> None:
    climbing = soaked(*(500.0 + n for n in range(180)))
    assert climbing.growth() == pytest.approx(27.1, abs=0.2)


def test_one_look_out_of_line_does_not_count() -> None:
    assert soaked(*[500.0] * 179, 900.0).growth() == 0


def test_too_short_a_run_tells_nothing() -> None:
    with pytest.raises(ValueError, match="too short"):
        soaked(*[500.0] * 35).growth()


def test_the_picture_shows_it(tmp_path: Path) -> None:
    picture(soaked(*[500.0] * 40), tmp_path / "soak.svg")
    assert "<svg" in (tmp_path / "soak.svg").read_text(encoding="utf-8")
