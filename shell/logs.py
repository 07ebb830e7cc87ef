"""Events as lines of JSON on standard error, for programs that collect logs.

A line holds names of ours, times and a short hash of the conversation: never what was
written, an address or the id of a person. So of what libraries log only place, level
and kind of error are kept; their texts may hold anything.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

from channels import settings, watch
from channels.intake import redact
from channels.watch import Event

Fields = MutableMapping[str, Any]

_OURS = frozenset({"knowledge", "nlu", "actions", "channels", "shell"})
#: How an event of a library must look to be a name and no text.
_NAME = re.compile(r"[a-z0-9_.]{1,80}", re.ASCII)
_WARNINGS = frozenset({"platform.failed", "push.refused"})
_ERRORS = frozenset({"failed", "unavailable"})


def short(conversation: str) -> str:
    """Return the hash by which a conversation is known in the log."""
    return hashlib.blake2s(conversation.encode(), digest_size=5).hexdigest()


class Log:
    """A watcher that writes a line for each event."""

    def __init__(self, level: str, out: TextIO | None = None) -> None:
        """Write events of ``level`` and above to ``out``, else to standard error."""
        self.level = logging.getLevelName(level.upper())
        self._log = structlog.wrap_logger(
            structlog.WriteLogger(out or sys.stderr),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
                _first_things_first,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(self.level),
            context_class=dict,
        )

    def __call__(self, event: Event) -> None:
        """Write one event."""
        fields: dict[str, Any] = {
            "conversation": short(event.conversation) if event.conversation else "",
            "channel": event.channel,
            "language": event.language,
            "topic": event.topic,
            "kind": ",".join(reply.kind for reply in event.replies),
            "code": event.code,
        }
        for stage, seconds in event.seconds.items():
            fields["ms" if stage == "whole" else f"ms_{stage}"] = _ms(seconds)
        self.write(_level(event), event.name, **{k: v for k, v in fields.items() if v})

    def write(self, level: str, name: str, /, **fields: Any) -> None:
        """Write the event ``name``; ``fields`` hold nothing personal."""
        getattr(self._log, level)(name, **fields)


def _first_things_first(_: Any, __: str, fields: Fields) -> Fields:
    head = {name: fields.pop(name) for name in ("time", "level", "event")}
    return {**head, **fields}


def _ms(seconds: float) -> float:
    return round(seconds * 1_000, 1)


def _level(event: Event) -> str:
    if event.code in _ERRORS:
        return "error"
    if event.name in _WARNINGS:
        return "warning"
    return "debug" if event.name == "turn.repeated" else "info"


class _Records(logging.Handler):
    """Writes what is logged in the usual way."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record: of ours with its text, of a library without."""
        ours = record.name.partition(".")[0] in _OURS
        # a library's warnings are noise unless somebody looks for them
        if not ours and record.levelno < logging.ERROR and self._log.level > 10:
            return
        fields: dict[str, Any] = {
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
        }
        if ours:
            fields["said"] = redact(record.getMessage())
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
            fields["raised"] = _place(record.exc_info[2])
        level = record.levelname.lower().replace("critical", "error")
        known = level if level in ("debug", "info", "warning") else "error"
        self._log.write(known, "program.logged" if ours else "library.logged", **fields)


def _place(trace: TracebackType | None) -> str:
    """Return where an error was raised; its text may hold what somebody wrote."""
    frames = traceback.extract_tb(trace)
    if not frames:
        return ""
    last = frames[-1]
    return f"{Path(last.filename).name}:{last.lineno} {last.name}"


@contextmanager
def opened(level: str, out: TextIO | None = None) -> Iterator[Log]:
    """Write everything as JSON meanwhile: events, and what is logged elsewhere."""
    log = Log(level, out)
    root, kept = logging.getLogger(), list(logging.getLogger().handlers)
    kept_level, kept_disabled = root.level, root.manager.disable
    kept_structlog = structlog.get_config()
    handler = _Records(log)
    root.handlers[:] = [handler]
    root.setLevel(log.level)
    logging.disable(logging.NOTSET)

    def of_library(_: Any, method: str, fields: Fields) -> Fields:
        name = str(fields.get("event"))
        if log.level <= logging.DEBUG or method in ("error", "critical", "exception"):
            shown = name if _NAME.fullmatch(name) else ""
            known = method if method in ("debug", "info", "warning") else "error"
            log.write(known, "library.logged", name=shown)
        raise structlog.DropEvent

    structlog.configure(
        processors=[of_library],
        wrapper_class=structlog.make_filtering_bound_logger(log.level),
    )
    try:
        with watch.watching(log):
            yield log
    finally:
        structlog.configure(**kept_structlog)
        root.handlers[:] = kept
        root.setLevel(kept_level)
        logging.disable(kept_disabled)


def tell(name: str, said: str, **fields: Any) -> None:
    """Tell whoever runs the program: ``said`` in plain words, or the event as JSON."""
    level = settings.log_level()
    if level is None:
        print(said, file=sys.stderr, flush=True)
    else:
        Log(level).write("info", name, **fields)
