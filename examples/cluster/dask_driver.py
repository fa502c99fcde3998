#!/usr/bin/env python3
"""Draws the figures of a manifest on a Dask cluster: of this machine, or of a scheduler.

    dask_driver.py figures.yaml
    dask_driver.py /shared/figures.yaml --output /shared/figures --scheduler tcp://head:8786

Each worker draws parts of the manifest into the same folder. A figure that fails costs only itself:
then its problems are printed and the exit code is 1.
"""

import argparse
import collections
import os
import sys

import transformer_viz
from distributed import Client, as_completed


def draw(manifest, output, shard):
    """Runs in a worker, with as many threads as Dask gives to a task: one."""
    return transformer_viz.batch(manifest, output=output, shard=shard, keep_going=True)


def connect(scheduler):
    """A cluster of this machine has a worker for each processor."""
    if scheduler:
        return Client(scheduler)
    return Client(n_workers=os.cpu_count(), threads_per_worker=1, dashboard_address=None)


def results_of(client, arguments):
    # Several parts for each worker, so that none waits long for the slowest.
    shards = arguments.shards or 4 * sum(client.ncores().values())
    parts = [client.submit(draw, arguments.manifest, arguments.output, (shard, shards), pure=False)
             for shard in range(1, shards + 1)]
    for done, part in enumerate(as_completed(parts), start=1):
        print(f"{done} of {shards} parts", file=sys.stderr)
        yield from part.result()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("manifest", type=os.path.abspath)
    parser.add_argument("--output", type=os.path.abspath, help="where the figures go")
    parser.add_argument("--scheduler", help="the address of a Dask scheduler, tcp://HOST:PORT")
    parser.add_argument("--shards", type=int, help="the number of parts (4 for each processor)")
    arguments = parser.parse_args()

    try:
        # What is wrong with the manifest is known before a worker is asked.
        transformer_viz.batch(arguments.manifest, dry_run=True, keep_going=True)
        with connect(arguments.scheduler) as client:
            results = list(results_of(client, arguments))
    except transformer_viz.Error as error:
        sys.exit(str(error))
    # What is wrong with a file that several figures use is said once.
    problems = dict.fromkeys(problem for result in results for problem in result.problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    states = collections.Counter(result.state for result in results)
    print(f"{len(results)} figures:", ", ".join(f"{n} {state}" for state, n in states.items()))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
