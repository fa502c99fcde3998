# SPDX-License-Identifier: MIT
"""Jupyter's programs, from the environment whose Python runs the test."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

class Jupyter:
    """Jupyter's programs, which keep all that they write in one folder."""

    def __init__(self, folder):
        self.programs = Path(sys.executable).parent
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
