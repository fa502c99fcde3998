"""Figures that a manifest lists."""

from __future__ import annotations

import os
import pathlib
from dataclasses import dataclass
from typing import List, Optional, Tuple, Union

from . import _core
from .errors import Error, Problem

_Path = Union[str, os.PathLike[str]]


@dataclass(frozen=True)
class BatchResult:
    """The outcome for one figure of a manifest.

    Attributes:
        name: Its name in the manifest.
        state: "drawn"; "unchanged", if its files exist already, made from the same inputs;
            "failed"; or "waiting", if it is still to be drawn (`dry_run`).
        files: Its files, written or still to be written.
        inputs: The files that it is made from, besides the manifest.
        problems: Why it failed.
        warnings: What the user should know about it, if it was drawn.
    """

    name: str
    state: str
    files: Tuple[pathlib.Path, ...]
    inputs: Tuple[pathlib.Path, ...]
    problems: Tuple[Problem, ...]
    warnings: Tuple[str, ...]


def batch(
    manifest: _Path,
    *,
    text: Optional[str] = None,
    output: Optional[_Path] = None,
    threads: int = 1,
    shard: Tuple[int, int] = (1, 1),
    force: bool = False,
    keep_going: bool = False,
    dry_run: bool = False,
) -> List[BatchResult]:
    """Draws the figures that a manifest lists, except those whose inputs did not change.

    It does what `tviz batch` does, and writes the same bytes.

        batch("figures.yaml", threads=8)

    Arguments:
        manifest: A YAML or JSON file.
        text: The manifest itself, in YAML. The file is then not read: its folder is where paths
            begin, and errors name it.
        output: The folder that the figures go to; None for the one that the manifest names.
        threads: How many figures are drawn at the same time.
        shard: `(2, 4)` draws the second of four parts of the manifest, and returns the results of
            this part.
        force: Whether to draw unchanged figures, too.
        keep_going: Whether to draw the other figures if some have problems. The problems are then in
            the results. Otherwise nothing is drawn, and `Error` is raised with all problems.
        dry_run: Whether only to find out what would be drawn.

    An interrupt (`KeyboardInterrupt`) is raised after the figures that are being drawn; the same call
    draws the rest.
    """
    results = [
        BatchResult(name, state, tuple(files), tuple(inputs), tuple(problems), tuple(warnings))
        for name, state, files, inputs, problems, warnings in _core.draw_batch(
            os.fspath(manifest),
            text,
            None if output is None else os.fspath(output),
            threads=threads,
            shard=shard[0],
            shards=shard[1],
            force=force,
            keep_going=keep_going,
            dry_run=dry_run,
        )
    ]
    # What is wrong with a file that several figures use comes once.
    problems = list(dict.fromkeys(problem for result in results for problem in result.problems))
    if problems and not keep_going:
        raise Error("\n".join(map(str, problems)), problems)
    return results
