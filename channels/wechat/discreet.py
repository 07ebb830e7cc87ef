"""Addresses in logs without what is personal or secret in them.

The platform writes the person's id into the address of every callback, and takes the
access token from that of every call. The server and the client log addresses, so what
follows the question mark is cut off before anything is written.
"""

from __future__ import annotations

import logging
import re

_QUERY = re.compile(r"\?[^\s\"'>]*")
_LOGGERS = ("httpx", "sanic.root", "sanic.access", "sanic.error")


class _Filter(logging.Filter):
    """Lets every record pass, without queries."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "?" in message:
            record.msg, record.args = _QUERY.sub("?…", message), None
        request = getattr(record, "request", None)  # of Sanic's access log
        if isinstance(request, str):
            record.request = _QUERY.sub("?…", request)
        return True


_FILTER = _Filter()


def hide() -> None:
    """Cut queries off in the logs of the libraries; once is enough."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
