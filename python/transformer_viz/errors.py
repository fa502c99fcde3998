"""Errors that the package raises for wrong input."""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import dataclass
from typing import Sequence

_PACKAGE = os.path.dirname(__file__)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    `message` says what, `where` the place in the input ("config.json:3:5", "hook blocks.1.mlp"),
    and `hint` what would help. The last two may be empty.
    """

    message: str
    where: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{hint}"


class Error(ValueError):
    """Raised for wrong input. `problems` lists everything that is wrong with it, in order.

    `message`, `where` and `hint` are those of the first problem.
    """

    def __init__(self, text: str, problems: Sequence[Problem]) -> None:
        super().__init__(text, tuple(problems))
        self.problems = tuple(problems)
        self.message = self.problems[0].message
        self.where = self.problems[0].where
        self.hint = self.problems[0].hint

    @classmethod
    def of(cls, message: str, where: str = "", hint: str = "") -> Error:
        """An error with one problem."""
        problem = Problem(message, where, hint)
        return cls(str(problem), [problem])

    def __str__(self) -> str:
        return str(self.args[0])


def warn(message: str) -> None:
    """Warns at the line of the user's code that called the package."""
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and os.path.dirname(frame.f_code.co_filename) == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, stacklevel=level)
