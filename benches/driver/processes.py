"""Starts and stops servers, and measures their processor time and memory."""

import os
import pathlib
import socket
import subprocess
import time

TICK = 1 / os.sysconf("SC_CLK_TCK")
DEADLINE = 60


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


class Server:
    """A process that listens on a port, until the `with` ends."""

    def __init__(self, command, port, environment=None, stdout=subprocess.DEVNULL):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.begin = time.monotonic()
        # The server writes its log as usual, but the log is discarded: on disk, it would affect the measurement.
        self.process = subprocess.Popen(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def first_answer(self, path, headers):
        """Sends requests until one is answered; returns the seconds since the start."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close", *headers]
        request = "\r\n".join([*lines, "", ""]).encode()
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                    connection.sendall(request)
                    answer = connection.recv(16)
                    took = time.monotonic() - self.begin
                if not answer.startswith(b"HTTP/1.1 2"):
                    raise RuntimeError(f"the server on {self.port} answered {path} with {answer}")
                return took
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"{self.process.args} ended with {self.process.returncode}")
                if time.monotonic() - self.begin > DEADLINE:
                    raise RuntimeError(f"{self.process.args} does not listen")
                time.sleep(0.0005)

    def cpu(self):
        """Seconds of processor time so far."""
        return cpu_of(self.process.pid)

    def memory(self, field):
        """VmRSS is the current memory, VmHWM the peak, in MiB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"no {field} of {self.process.args}")


def stat(pid):
    """Returns the fields of /proc/PID/stat, starting with the third."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_of(pid, with_ended_children=False):
    fields = stat(pid)
    return sum(map(int, fields[11:15] if with_ended_children else fields[11:13])) * TICK


def cpu_of_family(parent):
    """Seconds of processor time of a process and all its children, including those that ended."""
    seconds = cpu_of(parent, with_ended_children=True)
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if int(stat(process.name)[1]) == parent:
                seconds += cpu_of(process.name)
        except (FileNotFoundError, ProcessLookupError):
            pass
    return seconds
