"""Rasa's own runner plays ``test_stories.yml`` against the trained model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from shell import project


def test_every_story_is_predicted_as_told(tmp_path: Path) -> None:
    assert project.is_trained(), "no model for these files: run `make train`"
    command = [
        *(sys.executable, "-m", "rasa", "test", "core"),
        *("--model", str(project.MODEL)),
        *("--stories", str(Path(__file__).parent / "test_stories.yml")),
        *("--out", str(tmp_path), "--fail-on-prediction-errors", "--no-plot"),
    ]
    done = subprocess.run(
        command,
        cwd=project.ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    report = (tmp_path / "story_report.json").read_text("utf-8")
    assert '"support"' in report, "no story was played"
