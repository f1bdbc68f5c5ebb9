"""PostgreSQL servers of a scenario."""

import os
import subprocess
import tempfile
from pathlib import Path

from orgd import free_port

BIN = Path(os.environ["PGBIN"])
USER = "postgres"


def run(program: str, *arguments: str) -> None:
    # PostgreSQL refuses to run as root.
    command = ["runuser", "-u", USER, "--", str(BIN / program), *arguments]
    done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, capture_output=program != "pg_ctl", text=True)
    assert done.returncode == 0, f"{program}: {done.stderr}"


def folder() -> Path:
    path = Path(tempfile.mkdtemp())
    subprocess.run(["chown", USER, str(path)], check=True)
    return path


class Postgres:
    def __init__(self, copy_of: "Postgres | None" = None):
        self.data = folder() / "data"
        self.port = free_port()
        if copy_of:
            run("pg_basebackup", "-d", copy_of.url("postgres"), "-D", str(self.data), "-R", "-c", "fast")
        else:
            run("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale")
        self.start()

    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, database: str = "orgd") -> str:
        return f"postgres://{USER}@{self.host()}/{database}"

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories="
        run("pg_ctl", "start", "-s", "-D", str(self.data), "-l", str(self.data / "log"), "-w", "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        run("pg_ctl", "stop", "-s", "-D", str(self.data), "-m", mode, "-w")

    def promote(self) -> None:
        run("pg_ctl", "promote", "-s", "-D", str(self.data), "-w")

    def sql(self, *statements: str, database: str = "postgres") -> str:
        command = ["psql", "-qAt", "-v", "ON_ERROR_STOP=1", self.url(database)]
        for statement in statements:
            command += ["-c", statement]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
