"""The floors: each layer below orgd, without the other layers."""

import json
import os
import pathlib
import re
import subprocess

from databases import ENVIRONMENT, TOOL, tool
from processes import Server, free_port

SCRIPTS = pathlib.Path(__file__).parent.parent / "pgbench"


def http_floor():
    """Starts the server that answers without a database."""
    port = free_port()
    server = Server([TOOL, "http-floor", "--listen", f"127.0.0.1:{port}"], port, ENVIRONMENT)
    server.first_answer("/api/v1/organizations/any", ["Authorization: Bearer any"])
    return server


def sqlite_floor(database, seconds):
    """Measures single and grouped updates, reads, and the cost of a sync, each for the given time."""
    arguments = ("--database", database.copy, "--organizations", database.organizations, "--seconds", seconds)
    return json.loads(tool("sqlite-floor", *arguments))


def pgbench(script, database, connections, seconds):
    """Runs the script on the given number of connections, with prepared statements."""
    command = [
        "pgbench",
        "--no-vacuum",
        "--protocol=prepared",
        f"--client={connections}",
        f"--jobs={min(connections, os.cpu_count())}",
        f"--time={seconds}",
        f"--define=organizations={database.organizations}",
        f"--file={SCRIPTS / script}.sql",
        database.url,
    ]
    done = subprocess.run(command, check=False, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if done.returncode or (failed and int(failed[1])):
        raise RuntimeError(f"pgbench: {script}: {done.stderr.strip()}")
    return {
        "per_second": float(re.search(r"tps = ([\d.]+)", done.stdout)[1]),
        "mean_ms": float(re.search(r"latency average = ([\d.]+)", done.stdout)[1]),
    }
