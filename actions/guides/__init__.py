"""Guided tasks: a few questions, then a result made for the person.

- ``base``       a task, what is known in it, and one question: pure
- ``filing``, ``estimate``, ``checklist``, ``balance``: the four tasks, pure
- ``answers``    what a message says in a task: a figure, unknown, back, leave
- ``results``    a finished task as a payload
- ``take``, ``saying``  what a message holds, and what is said
- ``drive``      one message in a task: take it, answer what else it asks, ask on
- ``words``      the phrases of the tasks, in both languages
"""

from __future__ import annotations

from actions.guides.balance import Balance
from actions.guides.base import Guide
from actions.guides.checklist import ChecklistGuide
from actions.guides.estimate import EstimateGuide
from actions.guides.filing import Filing

#: The guided tasks by name.
GUIDES: dict[str, Guide] = {
    guide.name: guide
    for guide in (Filing(), EstimateGuide(), ChecklistGuide(), Balance())
}
