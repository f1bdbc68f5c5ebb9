"""Better Auth's organization plugin, on better-sqlite3."""

import json
import os
import pathlib
import shutil
import subprocess

import wrk
from databases import CLEAN
from processes import Server, free_port

SOURCE = pathlib.Path(__file__).parent.parent / "peers" / "better-auth" / "server.mjs"

# A number that its own API creates quickly. More organizations would only make it slower.
ORGANIZATIONS = 1_000

WARM_UP, WARM_UP_SECONDS = 16, 5


class Peer(Server):
    def __init__(self, folder):
        # Node looks for modules next to the file that imports them.
        packages = pathlib.Path(os.environ["BENCH_NODE_PACKAGES"])
        program = pathlib.Path(folder) / SOURCE.name
        shutil.copy(SOURCE, program)
        modules = program.parent / "node_modules"
        if not modules.exists():
            modules.symlink_to(packages / "node_modules")
        port = free_port()
        environment = {**CLEAN, "NODE_ENV": "production"}
        command = [os.environ["BENCH_NODE"], program, pathlib.Path(folder) / "peer.db", port, ORGANIZATIONS]
        super().__init__(command, port, environment, subprocess.PIPE)
        self.organizations = ORGANIZATIONS
        self.credential = "Cookie: " + json.loads(self.process.stdout.readline())["cookie"]
        # Warm up: Node compiles hot code only after it has run. The comparison excludes the start.
        wrk.load(self.url, "peer update", ORGANIZATIONS, WARM_UP, WARM_UP_SECONDS, self.credential)
