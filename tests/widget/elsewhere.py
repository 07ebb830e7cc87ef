"""Another site on another port: to a browser, a foreign origin."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(self.server.html.encode())  # type: ignore[attr-defined]

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Elsewhere:
    """A site of one page, which tests write."""

    def __init__(self) -> None:
        """Take a free port."""
        self._site = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
        self._thread = Thread(target=self._site.serve_forever, args=(0.05,))
        self.address = f"http://127.0.0.1:{self._site.server_port}"

    def write(self, body: str) -> None:
        """Let the page show ``body``."""
        # an icon of its own, or browsers ask for one
        self._site.html = (  # type: ignore[attr-defined]
            '<!doctype html><html lang="zh"><meta charset="utf-8"><title>Elsewhere'
            f'</title><link rel="icon" href="data:,"><body>{body}</body></html>'
        )

    def __enter__(self) -> Elsewhere:
        """Serve."""
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        """Stop serving."""
        self._site.shutdown()
        self._thread.join()
        self._site.server_close()
