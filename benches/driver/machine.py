"""The machine and the versions that the figures were measured with."""

import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import time


def facts(folder):
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "cpu": cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "kernel": platform.release(),
        "file_system": file_system(folder),
        "busy_before": busy(),
        "orgd": told("git", "-C", str(pathlib.Path(__file__).parent), "describe", "--always", "--dirty").strip(),
        "wrk": version("wrk", "-v"),
        "postgres": version("pgbench", "--version"),
        "node": version(os.environ["BENCH_NODE"], "--version"),
        "better_auth": version_of_package("better-auth"),
        "better_sqlite3": version_of_package("better-sqlite3"),
    }


def cpu():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return model[1] if model else platform.machine()


def busy():
    """The fraction of processor time that other processes use, measured over two seconds."""
    before = processor_times()
    time.sleep(2)
    took = [after - begin for begin, after in zip(before, processor_times())]
    # The fourth is idle time, the fifth is time spent waiting for the disk.
    return round(1 - sum(took[3:5]) / sum(took), 2)


def processor_times():
    return [int(ticks) for ticks in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]


def file_system(folder):
    """The file system of the databases."""
    return told("df", "--output=fstype", folder).split()[-1]


def version(*command):
    return re.search(r"\d+[\w.-]*\.[\w.-]+", told(*command))[0]


def version_of_package(name):
    package = pathlib.Path(os.environ["BENCH_NODE_PACKAGES"]) / "node_modules" / name / "package.json"
    return json.loads(package.read_text())["version"]


def told(*command):
    # wrk prints its version and then fails because it has no URL.
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr
