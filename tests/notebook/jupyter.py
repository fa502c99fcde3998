# SPDX-License-Identifier: MIT
"""Real Jupyter from PyPI, in a virtual environment that is kept while its requirements stay."""

import contextlib
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
# What ctest counts as skipped.
SKIPPED = 77
OUT_OF_REACH = re.compile(r"Retrying|name resolution|ConnectionError|timed out|unreachable|refused")


def environment_below(folder):
    """A folder with an environment that has the requirements; ends the test where PyPI is out of
    reach."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    place = folder / f"jupyter-{key}"
    if (place / "complete").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    install = subprocess.run(
        [place / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check",
         "--retries", "1", "--requirement", REQUIREMENTS],
        capture_output=True, text=True, check=False)
    if install.returncode != 0 and OUT_OF_REACH.search(install.stderr):
        print("skipped: PyPI, from which this test gets Jupyter, is out of reach")
        sys.exit(SKIPPED)
    if install.returncode != 0:
        sys.exit(install.stderr)
    (place / "complete").touch()
    return place


class Jupyter:
    """Jupyter's programs, which keep all that they write in one folder."""

    def __init__(self, place, folder):
        self.programs = place / "bin"
        self.folder = folder
        home = folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ, "HOME": str(home), "PATH": f"{self.programs}:{os.environ['PATH']}",
            **{f"JUPYTER_{name}_DIR": str(home / name.lower())
               for name in ("CONFIG", "DATA", "RUNTIME")},
            "IPYTHONDIR": str(home / "ipython")}

    def run(self, *arguments):
        done = subprocess.run([self.programs / "jupyter", *map(str, arguments)], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"jupyter {arguments[0]}: {done.stderr[-3000:]}")

    @contextlib.contextmanager
    def lab(self):
        """JupyterLab as a server without a password; gives its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}/lab"
        with open(self.folder / "lab.log", "wb") as log:
            server = subprocess.Popen(
                [self.programs / "jupyter-lab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
                 f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=",
                 "--ServerApp.password=", f"--ServerApp.root_dir={self.folder}",
                 "--LabApp.news_url=", "--LabApp.check_for_updates_class="
                 "jupyterlab.NeverCheckForUpdate"],
                cwd=self.folder, env=self.environment, stdout=log, stderr=log)
            try:
                wait_for_answer(address, server)
                yield address
            finally:
                server.terminate()
                server.wait()


def wait_for_answer(address, server, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            with urllib.request.urlopen(address, timeout=5):
                return
        time.sleep(0.1)
    raise AssertionError("JupyterLab does not answer, see lab.log")
