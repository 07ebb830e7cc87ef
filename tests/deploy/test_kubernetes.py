"""deploy/kubernetes against Kubernetes' own schemas, and what they do not tell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from channels import settings
from shell import workers

FOLDER = Path(__file__).resolve().parent.parent.parent / "deploy" / "kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "kustomization")


def manifest(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return found


def pods() -> list[dict[str, Any]]:
    return [
        manifest("deployment")["spec"]["template"],
        manifest("cronjob")["spec"]["jobTemplate"]["spec"]["template"],
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_as_kubernetes_wants_it(path: Path) -> None:
    for version in ("1.27", kubernetes_validate.latest_version()):
        kubernetes_validate.validate(manifest(path.stem), version, strict=True)


def test_a_wrong_field_would_be_found() -> None:
    wrong = manifest("service")
    wrong["spec"]["port"] = 80
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.28", strict=True)


def test_all_but_the_example_are_applied() -> None:
    wanted = {path.name for path in FILES if path.stem != "secret.example"}
    assert set(KUSTOMIZATION["resources"]) == wanted


@pytest.mark.parametrize("pod", pods(), ids=["server", "forget"])
def test_pods_are_locked_down(pod: dict[str, Any]) -> None:
    spec = pod["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]) == {"requests", "limits"}
        assert container["image"] == KUSTOMIZATION["images"][0]["name"]


def test_probes_ask_the_right_addresses() -> None:
    container = manifest("deployment")["spec"]["template"]["spec"]["containers"][0]
    paths = {
        name: container[f"{name}Probe"]["httpGet"]["path"]
        for name in ("startup", "readiness", "liveness")
    }
    assert paths == {
        "startup": "/webhooks/web/ready",
        "readiness": "/webhooks/web/ready",
        "liveness": "/webhooks/web/health",
    }


def test_a_pod_gets_the_time_it_needs_to_stop() -> None:
    from shell.serve import _STOPPING

    spec = manifest("deployment")["spec"]["template"]["spec"]
    before = spec["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert int(before[1]) + _STOPPING + 10 <= spec["terminationGracePeriodSeconds"]


def test_selectors_find_the_server_alone() -> None:
    server, forget = (pod["metadata"]["labels"] for pod in pods())
    for selector in (
        manifest("service")["spec"]["selector"],
        manifest("deployment")["spec"]["selector"]["matchLabels"],
        manifest("poddisruptionbudget")["spec"]["selector"]["matchLabels"],
    ):
        assert selector.items() <= server.items()
        assert not selector.items() <= forget.items()
    # the rules for the network hold for both
    chosen = manifest("networkpolicy")["spec"]["podSelector"]["matchLabels"]
    assert chosen.items() <= server.items() and chosen.items() <= forget.items()


def test_the_autoscaler_alone_sets_the_number_of_workers() -> None:
    scaler = manifest("horizontalpodautoscaler")["spec"]
    deployment = manifest("deployment")
    assert "replicas" not in deployment["spec"]
    assert scaler["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    # one can be away and another still answers
    budget = manifest("poddisruptionbudget")["spec"]["maxUnavailable"]
    assert scaler["minReplicas"] > budget


def test_the_example_of_the_secret_is_empty_and_whole() -> None:
    values = manifest("secret.example")["stringData"]
    assert set(values) == {settings.SECRET, settings.DATABASE, settings.REDIS}
    assert not any(values.values())
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"postgresql://\S+:\S+@", text), path


def test_settings_are_ours_and_can_be_used() -> None:
    given = manifest("configmap")["data"]
    assert settings.web(given).proxies == 1
    assert settings.keep_days(given) == 30
    text = (FOLDER.parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in given)


def test_several_workers_have_what_they_share() -> None:
    """Each pod is one worker, so nothing else would say that something is missing."""
    given = {
        settings.SECRET: "a-good-secret-of-more-than-32-characters",
        settings.DATABASE: "postgresql://…",
        settings.REDIS: "redis://redis:6379/0",
    }
    assert set(given) == set(manifest("secret.example")["stringData"])
    workers.check(given)
