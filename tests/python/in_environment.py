"""Runs a program in a virtual environment: in_environment.py REQUIREMENTS PROGRAM [ARGUMENT...].

The environment is made once for each content of the requirements file, under ~/.cache/tviz-tests (or
XDG_CACHE_HOME), so that it outlives build folders. What a line "-r FILE" includes gets an
environment of its own, which is shared: PyTorch is installed once for all who use it. If the package
index is out of reach, says so and ends with 77, which ctest counts as skipped.
"""

import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import venv

SKIPPED = 77
UNREACHABLE = re.compile(
    "NewConnectionError|ConnectTimeout|ProxyError|NameResolutionError|Connection refused|"
    "Read timed out|Temporary failure in name resolution|Network is unreachable")


def included(requirements):
    """The files that a requirements file names by "-r"."""
    names = re.findall(r"^-r (\S+)", requirements.read_text(encoding="utf-8"), re.MULTILINE)
    return [requirements.parent / name for name in names]


def environment_folder(requirements):
    cache = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    content = sys.version.encode() + b"".join(
        path.read_bytes() for path in [requirements, *included(requirements)])
    name = hashlib.sha256(content).hexdigest()[:16]
    return pathlib.Path(cache, "tviz-tests", f"{requirements.stem}-{name}")


def packages_of(folder):
    return next(folder.glob("lib/python3*/site-packages"))


def make(folder, requirements):
    """Makes the environment; ends the program if that cannot be."""
    shared = [environment(path) for path in included(requirements)]
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    (packages_of(folder) / "shared.pth").write_text(
        "".join(f"{packages_of(other)}\n" for other in shared), encoding="utf-8")
    result = subprocess.run(
        # Python compiles what it imports, which is a small part of PyTorch and transformers.
        [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile", "--retries", "1",
         "--disable-pip-version-check", "-r", requirements],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if result.returncode == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    print("".join(result.stdout.splitlines(True)[-20:]))
    if UNREACHABLE.search(result.stdout):
        print(f"skipped: no package index to install {requirements} from")
        sys.exit(SKIPPED)
    sys.exit(f"cannot install {requirements}")


def environment(requirements):
    """The folder of the environment, which is made if it is not there."""
    folder = environment_folder(requirements)
    folder.parent.mkdir(parents=True, exist_ok=True)
    complete = folder / "complete"
    with open(f"{folder}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            make(folder, requirements)
            complete.touch()
    return folder


def main():
    requirements, *program = sys.argv[1:]
    folder = environment(pathlib.Path(requirements))
    python = str(folder / "bin" / "python")
    # Beside the environment, so that none is written into the folders of sources.
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "pycache")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.execv(python, [python, *program])


if __name__ == "__main__":
    main()
