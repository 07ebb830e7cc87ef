"""A call of the platform's interface that failed."""

from __future__ import annotations

from channels.wechat import faults
from knowledge.errors import PolicyError


class ApiError(PolicyError):
    """What went wrong, in one line for the operator, without anything personal.

    ``code`` is the platform's, or None when it gave none.
    """

    def __init__(self, said: str, code: int | None = None) -> None:
        """Keep the line and the code."""
        super().__init__(said)
        self.code = code


def of_code(code: int) -> ApiError:
    """Return the error for the platform's ``code``, with its meaning and the mend."""
    return ApiError(str(faults.explain(code)), code)
