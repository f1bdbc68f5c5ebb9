"""A database for every size, filled with organizations."""

import json
import os
import pathlib
import shutil
import subprocess

from processes import cpu_of_family

ORGD = os.environ.get("BENCH_ORGD")
TOOL = os.environ.get("BENCH_TOOL")

# Configuration from the caller's environment would make the runs differ.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("ORGD_", "DATABASE_", "RUST_"))}
ENVIRONMENT = {**CLEAN, "ORGD_SECRET_KEY": "a-key-for-benchmarks-only-0123456789"}


def orgd(*arguments):
    """Runs a command of orgd and returns its output."""
    done = subprocess.run([ORGD, *arguments, "--json"], env=ENVIRONMENT, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def tool(*arguments):
    return subprocess.run([TOOL, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True).stdout


class Database:
    """A database with organizations, and the credentials of three callers."""

    def __init__(self, organizations, url):
        self.organizations = organizations
        self.url = url
        orgd("migrate", "--database-url", url)
        tool("load", "--database-url", url, "--organizations", organizations)
        self.credentials = {
            "token": bearer(self.create("token", "owner", "--expires-in", "1d")),
            "key": bearer(self.create("key", "owner")),
            "few": bearer(self.create("key", "few")),
            "many": bearer(self.create("key", "many")),
        }

    def create(self, credential, user, *more):
        user = f"{user}@bench.example"
        return orgd(credential, "create", "--user", user, *more, "--database-url", self.url)[credential]

    def versions(self):
        return int(tool("versions", "--database-url", self.url))


class Sqlite(Database):
    name, label = "sqlite", "SQLite"

    def __init__(self, organizations, folder):
        self.path = pathlib.Path(folder) / f"{organizations}.db"
        super().__init__(organizations, f"sqlite://{self.path}")
        # The floor writes to a copy: two processes that write to one file would block each other.
        self.copy = self.path.with_suffix(".floor.db")
        shutil.copyfile(self.path, self.copy)

    def cpu(self):
        """The database's processor time outside of the server: none, because SQLite is part of the server."""
        return 0.0


class Postgres(Database):
    name, label = "postgres", "PostgreSQL"

    def __init__(self, organizations, _):
        server = os.environ["ORGD_TEST_POSTGRES_URL"]
        name = f"bench_{organizations}"
        ask(server, f"create database {name}")
        self.process = int(ask(server, "select pg_read_file('postmaster.pid')").split()[0])
        super().__init__(organizations, f"{server.rpartition('/')[0]}/{name}")

    def cpu(self):
        return cpu_of_family(self.process)


def ask(server, sql):
    command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", server, "--command", sql]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def bearer(credential):
    return f"Authorization: Bearer {credential}"
