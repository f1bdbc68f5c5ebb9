"""Measures orgd. benches/run starts it, after installing and building what it needs."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import options

HERE = pathlib.Path(__file__).parent.parent


def main():
    chosen = options.parse()
    if chosen.check:
        return 0

    # Import these late, because they need packages that benches/run installs.
    import machine
    import plot
    from bench import Bench
    from results import Results
    from table import table

    with tempfile.TemporaryDirectory(prefix="orgd-bench-") as folder:
        facts = machine.facts(folder)
        if facts["file_system"] in ("tmpfs", "ramfs"):
            raise RuntimeError(f"{folder} is in memory, where nothing is durable: set TMPDIR to a folder on a disk")
        if facts["busy_before"] > 0.1:
            print("The machine has other load: the figures will not be reliable.", file=sys.stderr)
        bench = Bench(chosen, folder)
        bench.run()
    results = Results(bench, chosen, os.environ["BENCH_ORGD"])
    print("\n".join(table(results, facts)))
    output = folder_of(chosen)
    (output / "results.json").write_text(json.dumps(results.written(facts), indent=1) + "\n")
    plot.draw(results, output / "results.svg")
    print(f"\nWritten to {output}/results.json and results.svg")
    return 1 if results.has_failed() else 0


def folder_of(chosen):
    """A partial measurement does not overwrite a full one."""
    is_partial = chosen.quick or chosen.only
    default = pathlib.Path(os.environ["BENCH_TOOL"]).parent if is_partial else HERE
    output = pathlib.Path(chosen.output or default)
    output.mkdir(parents=True, exist_ok=True)
    return output


# On SIGTERM, also stop the servers and remove the databases.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
try:
    sys.exit(main())
except (RuntimeError, subprocess.CalledProcessError) as error:
    sys.exit(f"benches/run: {error}")
