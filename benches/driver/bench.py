"""Runs the steps on every database, and collects their figures."""

import contextlib
import os
import pathlib
import statistics
import sys
import time

import peer
from databases import ENVIRONMENT, ORGD, Postgres, Sqlite
from floors import http_floor
from processes import Server, free_port
from steps import Servers, Steps, organization_id

KINDS = {kind.name: kind for kind in (Sqlite, Postgres)}
STARTS = 5


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, pathlib.Path(folder)
        self.measurements, self.servers = {}, []

    def run(self):
        for name in self.options.databases:
            for organizations in self.options.sizes:
                self.say(f"{KINDS[name].label}: loading {organizations:,} organizations")
                database = KINDS[name](organizations, self.folder)
                # Write out the loaded data now; otherwise the measurements would include it.
                os.sync()
                self.start(database)
                self.measure(database)

    def measure(self, database):
        with contextlib.ExitStack() as stack:
            servers = Servers(stack.enter_context(orgd(database)))
            if isinstance(database, Sqlite):
                servers.floor = stack.enter_context(http_floor())
                folder = self.folder / f"peer-{database.organizations}"
                folder.mkdir()
                servers.peer = stack.enter_context(peer.Peer(folder))
            wanted = self.options.only
            steps = [
                step
                for step in Steps(self.options, database, servers).all()
                if not wanted or any(text in step.name for text in wanted)
            ]
            for run in range(self.options.runs):
                for number, step in enumerate(steps):
                    self.take(database, step, f"{run * len(steps) + number + 1}/{self.options.runs * len(steps)}")
            self.servers[-1]["peak_mib"] = servers.orgd.memory("VmHWM")

    def take(self, database, step, progress):
        figures = step.measure()
        told = figures.get("per_second") or figures["in_groups"]["per_second"]
        self.say(
            f"{database.label}, {database.organizations:,} organizations, {progress}: {step.name}, {step.connections} at a time: {told:,.0f}/s"
        )
        several = figures if step.operation == "all" else {step.operation: figures}
        for operation, figures in several.items():
            if isinstance(figures, dict):
                key = (database.name, database.organizations, step.subject, operation, step.connections)
                self.measurements.setdefault(key, []).append(figures)

    def start(self, database):
        """Measures the start time, and the memory of an idle server."""
        took = []
        for _ in range(STARTS):
            with orgd(database) as server:
                took.append(server.took * 1000)
                idle = server.memory("VmRSS")
        start = {"database": database.name, "organizations": database.organizations}
        self.servers.append({**start, "start_ms": statistics.median(took), "idle_mib": idle})

    def say(self, text):
        print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def orgd(database):
    """Returns a server on the database that has answered its first request."""
    port = free_port()
    command = [ORGD, "serve", "--listen", f"127.0.0.1:{port}", "--database-url", database.url]
    # High enough for every request, so that the cost of counting is part of what is measured.
    command += ["--rate-limit", "4294967295"]
    server = Server(command, port, ENVIRONMENT)
    path = f"/api/v1/organizations/{organization_id(0)}"
    server.took = server.first_answer(path, [database.credentials["token"]])
    return server
