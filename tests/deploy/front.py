"""A real nginx with deploy/nginx.conf, and two stubs in place of the workers."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
NAME = "assistant.example.cn"
SEARCHED = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


@dataclass
class Request:
    """What a stub got."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Stub:
    """In place of a worker: notes what it gets, answers as the test says."""

    answer: Callable[[BaseHTTPRequestHandler], None]
    got: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                self.rfile.read(length)
                headers = {k.lower(): v for k, v in self.headers.items()}
                stub.got.append(Request(self.command, self.path, headers))
                stub.answer(self)

            do_GET = do_POST = do_DELETE = handle_any

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(
            target=self.server.serve_forever, args=(0.02,), daemon=True
        ).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def plain(handler: BaseHTTPRequestHandler, **headers: str) -> None:
    """Answer 200 with a few bytes."""
    handler.send_response(200)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", "2")
    handler.end_headers()
    handler.wfile.write(b"ok")


def broken(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without an answer, as a worker does that is killed."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


class Front:
    """nginx in front of two stubs, at ports of its own."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("nginx", path=SEARCHED)
        assert program, "nginx is missing: run tools/servers"
        self.folder = folder
        self.stubs = [Stub(plain), Stub(plain)]
        self.plain_port, self.port = _free(), _free()
        (folder / "tls").mkdir()
        _certificate(folder / "tls")
        self._write()
        self.command = [program, "-e", str(folder / "error.log"), "-p", str(folder)]
        self.command += ["-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        self.process: subprocess.Popen[bytes] | None = None

    def checked(self) -> subprocess.CompletedProcess[str]:
        """Return what nginx says of the configuration."""
        return subprocess.run(
            [*self.command, "-t"], capture_output=True, text=True, check=False
        )

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None, self.log("error.log")
                assert time.monotonic() < until, "nginx does not listen"
                time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
        for stub in self.stubs:
            stub.close()

    def client(self, name: str = NAME) -> httpx.Client:
        """Return a client that believes our certificate."""
        trusted = ssl.create_default_context(cafile=self.folder / "tls/fullchain.pem")
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"Host": name},
            verify=trusted,
            timeout=30,
        )

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Return the answer to one request."""
        with self.client() as client:
            request = client.build_request(method, path, **more)
            request.extensions["sni_hostname"] = NAME
            return client.send(request)

    @property
    def got(self) -> list[Request]:
        """What both workers got."""
        return [request for stub in self.stubs for request in stub.got]

    def log(self, name: str) -> str:
        path = self.folder / name
        return path.read_text(errors="replace") if path.exists() else ""

    def _write(self) -> None:
        """Write the configuration with this test's ports and folders, nothing else."""
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for old, new in (
            ("8080", str(self.plain_port)),
            ("8443", str(self.port)),
            ("/tmp/", f"{self.folder}/"),
            ("/dev/stderr", str(self.folder / "error.log")),
            ("/dev/stdout", str(self.folder / "access.log")),
        ):
            assert old in text, old
            text = text.replace(old, new)
        if os.geteuid() == 0:
            text = f"user root;\n{text}"  # the folder of a test is its maker's alone
        (self.folder / "nginx.conf").write_text(text, encoding="utf-8")
        upstream = (DEPLOY / "upstream.conf").read_text(encoding="utf-8")
        server = next(x for x in upstream.splitlines() if "server assistant:5005" in x)
        stubs = "\n".join(
            # Debian's nginx cannot look names up again, and stubs have none
            server.replace("assistant:5005", f"127.0.0.1:{s.port}")
            .replace(" resolve", "")
            .replace("max_fails=3", "max_fails=0")
            for s in self.stubs
        )
        written = upstream.replace(server, stubs)
        (self.folder / "upstream.conf").write_text(written, encoding="utf-8")


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
