# SPDX-License-Identifier: MIT
"""A Slurm of one node, with daemons, ports and files of its own."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scancel", "sinfo", "squeue")
PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
PATIENCE = 30  # seconds

CONFIGURATION = """\
ClusterName=figures
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldParameters=enable_configless
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
KillWait=5
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


class CannotStart(Exception):
    """Why there is no Slurm here."""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Slurm:
    """Runs from its making to stop(). `folder` is empty and of nobody else."""

    def __init__(self, folder):
        self.folder = folder
        self.daemons = []
        self.environment = {**os.environ, "PATH": PATH, "SLURM_CONF": str(folder / "slurm.conf")}
        absent = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
        if absent:
            raise CannotStart(f"{', '.join(absent)} not installed")
        try:
            self.configure()
            self.start("munged", "--foreground", f"--socket={folder}/munge.socket",
                       f"--key-file={folder}/munge.key", f"--pid-file={folder}/munged.pid",
                       f"--seed-file={folder}/munged.seed", f"--log-file={folder}/munged.log")
            self.wait_for("munged", (folder / "munge.socket").exists)
            self.start("slurmctld", "-D")
            self.start("slurmd", "-D")
            self.wait_for("slurmd", lambda: "idle" in self.run("sinfo", "-h", "-o", "%T").stdout)
        except BaseException:
            self.stop()
            raise

    def configure(self):
        self.folder.chmod(0o711)  # As munged demands.
        (self.folder / "state").mkdir()
        (self.folder / "spool").mkdir()
        (self.folder / "cgroup.conf").touch()
        key = self.folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(128))
        controller_port, node_port = free_ports(2)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            folder=self.folder, host=socket.gethostname().split(".")[0],
            user=pwd.getpwuid(os.getuid()).pw_name, controller_port=controller_port,
            node_port=node_port, processors=os.cpu_count()), encoding="utf-8")

    def start(self, name, *arguments):
        """A daemon that ends with this process, however that ends."""
        with open(self.folder / f"{name}.output", "wb") as output:
            self.daemons.append(subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", shutil.which(name, path=PATH), *arguments],
                env=self.environment, stdout=output, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL, start_new_session=True))

    def wait_for(self, name, is_ready):
        end = time.monotonic() + PATIENCE
        while not is_ready():
            if self.daemons[-1].poll() is not None or time.monotonic() > end:
                output = (self.folder / f"{name}.output").read_text(errors="replace")
                raise CannotStart(f"{name} does not start: {' '.join(output.split())[-400:]}")
            time.sleep(0.1)

    def run(self, *command, **options):
        """Runs a program of Slurm."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              check=False, timeout=300, **options)

    def finish(self, script, array, folder):
        """Submits an array; returns the last state of each task, in their order. `sbatch --wait`
        would ask at intervals of up to half a minute."""
        submitted = self.run("sbatch", "--parsable", f"--array={array}", script, cwd=folder)
        if submitted.returncode != 0:
            raise RuntimeError(submitted.stderr)
        job = submitted.stdout.strip()
        while True:
            lines = self.run("squeue", "--noheader", "--array", "--states=all", f"--jobs={job}",
                             "--format=%K %T").stdout.splitlines()
            states = [state for _, state in sorted(
                (int(task), state) for task, state in map(str.split, lines))]
            if states and not {"PENDING", "RUNNING", "COMPLETING", "CONFIGURING"} & {*states}:
                return states
            time.sleep(0.2)

    def stop(self):
        """Ends the jobs and the daemons, the last one first."""
        if len(self.daemons) > 2:
            self.run("scancel", "--full", "--user", pwd.getpwuid(os.getuid()).pw_name)
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(daemon.pid, signal.SIGKILL)
                daemon.wait()
