"""Runs the scenarios, or only those that are named."""

import sys
import time

import failover
import full_disk
import kill
import shared

SCENARIOS = {
    "kill-sqlite": kill.sqlite,
    "kill-postgres": kill.postgres,
    "restart-postgres": kill.restart_postgres,
    "full-sqlite": full_disk.sqlite,
    "full-postgres": full_disk.postgres,
    "failover-stopped": failover.stopped,
    "failover-demoted": failover.demoted,
    "shared-sqlite": shared.sqlite,
}

for name in sys.argv[1:] or SCENARIOS:
    began = time.monotonic()
    figures = SCENARIOS[name]()
    print(f"ok: {name}: {figures} ({time.monotonic() - began:.0f} s)", flush=True)
