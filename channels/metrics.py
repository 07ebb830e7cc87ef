"""Metrics for Prometheus, counted from the events of ``channels.watch``.

A label has one of our own names; one that looks like anything else, or that comes when
there are many already, is counted as ``other``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily

from channels.watch import STAGES, Event
from knowledge.errors import SettingError

#: Names that a label may have at once, and how they look.
_MOST = 100
_NAME = re.compile(r"-?[0-9a-z_]{1,40}", re.ASCII)
OTHER = "other"
#: Upper bounds in seconds; an answer takes some hundredths.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_FALLBACKS = frozenset({"unsure", "out_of_scope"})


class Labels:
    """Keeps the values of labels few."""

    def __init__(self, most: int = _MOST) -> None:
        """Allow ``most`` values of each label."""
        self._seen: dict[str, set[str]] = {}
        self._most = most

    def of(self, **given: str) -> dict[str, str]:
        """Return labels and values, each value one of few."""
        return {label: self._one(label, value) for label, value in given.items()}

    def _one(self, label: str, value: str) -> str:
        if not value:
            return ""
        seen = self._seen.setdefault(label, set())
        if value in seen:
            return value
        if len(seen) >= self._most or not _NAME.fullmatch(value):
            return OTHER
        seen.add(value)
        return value


class Metrics:
    """A watcher that counts."""

    def __init__(self) -> None:
        """Count from zero."""
        # they double the lines, and nobody reads them
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        self._labels = Labels()
        ProcessCollector(registry=self.registry)

        def counter(name: str, said: str, *labels: str) -> Counter:
            return Counter(f"baoxiao_{name}", said, labels, registry=self.registry)

        self._messages = counter(
            "messages", "Messages of people.", "channel", "language"
        )
        self._replies = counter("replies", "Replies to them.", "kind", "topic")
        self._fallbacks = counter(
            "fallbacks", "Replies that decline or ask back.", "kind", "language"
        )
        self._problems = counter(
            "problems", "Messages that got a problem.", "channel", "code"
        )
        self._feedback = counter("feedback", "Verdicts.", "topic", "verdict")
        self._refused = counter(
            "refused", "Requests refused by a channel.", "channel", "code"
        )
        self._pushes = counter("pushes", "Messages sent unasked.", "channel", "outcome")
        self._platform = counter(
            "platform_errors", "Failed calls of the platform.", "channel", "code"
        )
        self._conversations = counter(
            "conversations", "Conversations begun.", "channel"
        )
        self._seconds = Histogram(
            "baoxiao_turn_seconds",
            "Seconds of a turn, by stage.",
            ("stage",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        for stage in STAGES:
            self._seconds.labels(stage)

    def __call__(self, event: Event) -> None:
        """Count one event."""
        name, label = event.name, self._labels.of
        if name in ("turn.answered", "turn.opened"):
            self._answered(event)
        elif name == "turn.failed":
            found = label(channel=event.channel, code=event.code)
            self._problems.labels(**found).inc()
        elif name == "conversation.begun":
            self._conversations.labels(**label(channel=event.channel)).inc()
        elif name == "feedback.given":
            found = label(topic=event.topic, verdict=event.code)
            self._feedback.labels(**found).inc()
        elif name == "request.refused":
            found = label(channel=event.channel, code=event.code)
            self._refused.labels(**found).inc()
        elif name == "platform.failed":
            found = label(channel=event.channel, code=event.code)
            self._platform.labels(**found).inc()
        elif name in ("push.sent", "push.refused"):
            outcome = name.partition(".")[2]
            found = label(channel=event.channel, outcome=outcome)
            self._pushes.labels(**found).inc()

    def _answered(self, event: Event) -> None:
        label = self._labels.of
        for stage, seconds in event.seconds.items():
            if stage in STAGES:
                self._seconds.labels(stage).observe(seconds)
        if event.name == "turn.opened":  # nobody asked anything yet
            return
        found = label(channel=event.channel, language=event.language)
        self._messages.labels(**found).inc()
        for reply in event.replies:
            found = label(kind=reply.kind, topic=reply.topic)
            self._replies.labels(**found).inc()
            if reply.kind in _FALLBACKS:
                found = label(kind=reply.kind, language=event.language)
                self._fallbacks.labels(**found).inc()

    def gauge(self, name: str, said: str, value: Callable[[], float]) -> None:
        """Show ``value``, asked for whenever somebody reads; nothing where it fails."""
        self.registry.register(_Asked(f"baoxiao_{name}", said, value))

    def model(self, fingerprint: str) -> None:
        """Show which model answers."""
        info = Gauge(
            "baoxiao_model_info",
            "The model that answers.",
            ("fingerprint",),
            registry=self.registry,
        )
        info.labels(fingerprint[:12]).set(1)

    def serve(self, host: str, port: int) -> Server:
        """Show the metrics at ``/metrics`` of that address, from a thread of its own.

        Raises:
            SettingError: when it cannot be had.
        """
        try:
            return Server(*start_http_server(port, host, self.registry))
        except (OSError, UnicodeError) as error:
            wrong = f"metrics cannot be shown at {host}:{port} ({error})"
            raise SettingError(wrong, "choose another address, or unset it") from error


class Server:
    """What answers Prometheus."""

    def __init__(self, server: WSGIServer, thread: threading.Thread) -> None:
        """Keep what is to be stopped."""
        self._server, self._thread = server, thread

    def close(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Asked:
    """A gauge that is asked for its value."""

    def __init__(self, name: str, said: str, value: Callable[[], float]) -> None:
        self._name, self._said, self._value = name, said, value

    def describe(self) -> list[Any]:
        """Return what it is called, without asking for the value."""
        return [GaugeMetricFamily(self._name, self._said)]

    def collect(self) -> list[Any]:
        """Return the value; none when it cannot be had now."""
        try:
            return [GaugeMetricFamily(self._name, self._said, self._value())]
        except Exception:  # the database is away: the other metrics matter the more
            return []
