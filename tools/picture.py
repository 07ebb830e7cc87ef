"""Draws docs/shell.svg: a real exchange with the trained assistant, as a terminal.

Run as `.venv/bin/python tools/picture.py` after training.
"""

from __future__ import annotations

import asyncio
import io
import re

from channels.options import offered
from shell import project, quiet, render
from shell.chat import PROMPT

QUESTIONS = ("我妈在成都住院，没备案，医保在重庆，能报吗",)
WIDTH = 86


def main() -> None:
    """Answer the questions and write the picture."""
    quiet.hush()
    from shell.assistant import Assistant

    assistant = Assistant()
    console = render.console(record=True, width=WIDTH, file=io.StringIO())
    for question in QUESTIONS:
        console.print(f"{PROMPT}{question}")
        turn = asyncio.run(assistant.ask_once(question))
        for payload in turn.payloads:
            render.payload(console, payload, offered(turn.payloads))
    svg = console.export_svg(title="make chat")
    # no fonts from elsewhere: the viewer's own monospace font
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "monospace")
    target = project.ROOT / "docs" / "shell.svg"
    target.write_text(svg, encoding="utf-8")
    print(f"wrote {target.relative_to(project.ROOT)}")


if __name__ == "__main__":
    main()
