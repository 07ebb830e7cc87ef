"""Questions without a good answer as candidate training examples, for people to check.

The file is no training data yet: every line is somebody's real words with a guess of
ours, so a person reads it, mends it and moves what is good into ``data/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.errors import SettingError
from shell import project
from shell.insights_clusters import Cluster, is_story
from shell.insights_words import KINDS

#: What is markup to Rasa in an example.
_MARKUP = re.compile(r"[\[\](){}<>`|\\]")
_UNKNOWN = "out_of_scope"
_HEAD = """\
# Candidates for training, from questions that got no good answer. Not training data:
# 1. read every line; take out what tells who somebody is, and what is no question;
# 2. correct the intent, which is only a guess; sort out what does not belong together;
# 3. move what is good into data/nlu/, and run make train and make test.
# 训练样本候选，来自没答好的问题，还不是训练数据。请逐条核对：删去能认出个人的内容，
# 改正意图（只是猜测），再把合适的移到 data/nlu/，然后 make train、make test。
version: "3.1"
nlu:
"""


def write(path: Path, clusters: Sequence[Cluster]) -> int:
    """Write the candidates into a new file; return how many examples there are.

    Raises:
        SettingError: when the file is there already, lies in the training data or
            cannot be written.
    """
    if project.DATA.resolve() in path.resolve().parents:
        wrong = f"{path} would be trained on unread"
        raise SettingError(wrong, "name a file outside data/, and check what is in it")
    found = [(one, examples(one)) for one in clusters]
    text = _HEAD + "".join(_block(one, lines) for one, lines in found if lines)
    count = sum(len(lines) for _, lines in found)
    if not count:
        text = text.replace("nlu:\n", "nlu: []\n")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        wrong = f"{path} is there already, and somebody may have worked on it"
        raise SettingError(wrong, "name a new file") from error
    except OSError as error:
        wrong = f"{path} cannot be written ({error.strerror})"
        raise SettingError(wrong, "name a file in a folder that exists") from error
    return count


def examples(cluster: Cluster) -> list[str]:
    """Return the texts of a cluster as examples, each once, without stories."""
    texts = (_MARKUP.sub(" ", one.text) for one in cluster.questions)
    plain = dict.fromkeys(" ".join(text.split()) for text in texts)
    return [text for text in plain if text and not is_story(text)]


def _block(cluster: Cluster, lines: Sequence[str]) -> str:
    return "".join([*_comments(cluster), *(f"    - {line}\n" for line in lines)])


def _comments(cluster: Cluster) -> Iterator[str]:
    kinds = ", ".join(f"{KINDS[kind].en} {n}" for kind, n in cluster.kinds.items())
    yield f"\n# CHECK: {cluster.conversations} conversations; {kinds}\n"
    chosen = sum(one.sure for one in cluster.questions)
    if chosen:
        yield f"# afterwards people chose this topic themselves: {chosen}\n"
    elif cluster.guess:
        yield "# the intent is the model's guess, and it was not sure\n"
    else:
        yield "# the model has no guess\n"
    yield f"- intent: {cluster.guess or _UNKNOWN}\n  examples: |\n"
