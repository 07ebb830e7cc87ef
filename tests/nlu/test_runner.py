"""Components that run one after the other give what Rasa's own runner gives."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import (
    ExecutionContext,
    GraphComponent,
    GraphSchema,
    SchemaNode,
)
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from nlu.runner import StraightRunner


class Sum(GraphComponent):  # type: ignore[misc]
    """Adds its inputs and a number of its own."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.own, self.runs = config["own"], 0

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Sum:
        return cls(config)

    def run(self, one: int = 0, other: int = 0) -> int:
        self.runs += 1
        if one + other < 0:
            raise ValueError("less than nothing")
        return one + other + self.own


def _node(own: int, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs, Sum, "create", "run", {"own": own}, eager=True, resource=Resource("none")
    )


@pytest.fixture
def runners(tmp_path: Any) -> tuple[DaskGraphRunner, StraightRunner]:
    schema = GraphSchema(
        {
            "end": _node(100, one="left", other="right"),
            "left": _node(10, one="start"),
            "right": _node(20, one="start", other="left"),
            "start": _node(1, one="given"),
            "aside": _node(7, one="given"),
        }
    )
    context = ExecutionContext(schema)
    slow = DaskGraphRunner.create(schema, LocalModelStorage(tmp_path), context)
    return slow, StraightRunner(slow)


@pytest.mark.parametrize("targets", [["end"], ["aside", "left"], ["start", "end"]])
def test_the_same_outputs(runners: Any, targets: list[str]) -> None:
    slow, quick = runners
    for given in (0, 5):
        inputs = {"given": given}
        assert quick.run(inputs, targets) == slow.run(inputs, targets)


def test_only_what_is_needed_runs_and_once(runners: Any) -> None:
    _, quick = runners
    quick.run({"given": 1}, ["end"])
    runs = {name: node._component.runs for name, node in quick._nodes.items()}
    assert runs == {"end": 1, "left": 1, "right": 1, "start": 1, "aside": 0}


def test_a_failing_component_raises_what_it_raised(runners: Any) -> None:
    slow, quick = runners
    raised = []
    for runner in (slow, quick):
        with pytest.raises(Exception) as told:
            runner.run({"given": -5}, ["end"])
        raised.append((type(told.value), str(told.value)))
    assert raised[0] == raised[1]


def test_an_input_named_like_a_component_is_refused(runners: Any) -> None:
    _, quick = runners
    with pytest.raises(GraphRunError, match="left"):
        quick.run({"given": 1, "left": 2}, ["end"])
