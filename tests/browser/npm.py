# SPDX-License-Identifier: MIT
"""Packages of npm that tests use, fetched once and kept for later runs."""

import os
import shutil
import subprocess
from pathlib import Path


class Unavailable(Exception):
    """npm cannot give the package."""


def package_folder(name: str, version: str) -> Path:
    """The folder of a package's files, from npm or from what npm gave before."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    root = cache / "tviz-tests" / f"{name.strip('@').replace('/', '-')}-{version}"
    folder = root / "node_modules" / name
    if folder.exists():
        return folder
    if shutil.which("npm") is None:
        raise Unavailable("npm is not installed")
    root.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts",
                        "--prefix", root, f"{name}@{version}"],
                       check=True, capture_output=True, text=True, timeout=60)
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"npm failed: {error.stderr.strip()[:400]}") from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable("npm did not answer in a minute") from error
    return folder
