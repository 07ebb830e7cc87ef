"""How long everything may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Seconds. Tests make them short."""

    #: After which a reply has to go: the platform waits five.
    answer: float = 4.0
    #: For which a delivery is held that is let run out.
    hold: float = 10.0
    #: Age of a message at which no further delivery can be hoped for.
    last: float = 9.0
    #: For which a worker may be silent before its work is taken over.
    lease: float = 3.0
    #: Between two looks at what another worker does.
    poll: float = 0.05
    #: For which one message may be worked on at all.
    work: float = 60.0
    #: For which a result is kept, for deliveries of the same message.
    kept: float = 180.0
    #: For which a late answer is kept until the person writes.
    late: float = 120.0
    #: For which running messages are waited for when the server stops.
    stopping: float = 10.0
