"""Which pages may talk to the assistant from a browser.

The server's own pages may, and those that the operator lists. No cookies are used, so
no page can act in somebody's name; credentials are never allowed across origins.
"""

from __future__ import annotations

from channels.errors import ORIGIN, ChannelError
from channels.settings import origin_of
from knowledge.model import Text

#: Seconds for which a browser may remember that a page is allowed.
_REMEMBERED = 600


def headers(origin: str | None, host: str, allowed: frozenset[str]) -> dict[str, str]:
    """Return the headers that let the page at ``origin`` read the answer.

    ``host`` is the name under which this server was reached.

    Raises:
        ChannelError: when the page is not allowed.
    """
    common = {"Vary": "Origin"}
    if origin is None:  # no browser, or a page of our own that only reads
        return common
    plain = origin_of(origin)
    own = plain is not None and plain.partition("://")[2] == host.lower()
    if own:
        return common
    if plain is None or plain not in allowed:
        shown = origin[:200].encode("ascii", "replace").decode()
        said = Text(zh=ORIGIN.zh.format(shown), en=ORIGIN.en.format(shown))
        raise ChannelError("origin", 403, said)
    return {
        **common,
        "Access-Control-Allow-Origin": plain,
        "Access-Control-Allow-Methods": "GET, POST, DELETE",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Expose-Headers": "Retry-After",
        "Access-Control-Max-Age": str(_REMEMBERED),
    }
