"""HTTP load from wrk."""

import json
import os
import pathlib
import subprocess

SCRIPT = pathlib.Path(__file__).parent.parent / "load.lua"


def load(url, operation, organizations, connections, seconds, credential):
    """Runs the load and returns its figures; fails if any response is not a 2xx."""
    command = [
        "wrk",
        f"--threads={min(connections, os.cpu_count())}",
        f"--connections={connections}",
        f"--duration={seconds}s",
        "--timeout=30s",
        f"--script={SCRIPT}",
        url,
        "--",
        operation,
        str(organizations),
    ]
    environment = {**os.environ, "BENCH_AUTHORIZATION": credential}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{operation} at {url}: {done.stdout}{done.stderr}")
    report = json.loads(done.stdout.splitlines()[-1])
    if report["refused"] or report["broken"] or not report["requests"]:
        raise RuntimeError(f"{operation} at {url}: {report}")
    return {
        "requests": report["requests"],
        "per_second": report["requests"] / report["seconds"],
        "p50_ms": report["p50_ms"],
        "p99_ms": report["p99_ms"],
    }
