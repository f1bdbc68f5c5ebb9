"""The database is on a small file system, which fills up and is emptied."""

import errno
import subprocess
import tempfile
from pathlib import Path

from orgd import Client, Load, Server, wait_until
from postgres import USER, Postgres

ROUNDS = 3


def small_file_system(megabytes: int) -> Path:
    folder = Path(tempfile.mkdtemp())
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    return folder


def fill(folder: Path) -> None:
    try:
        with (folder / "filler").open("ab", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError as error:
        assert error.errno == errno.ENOSPC, error


def sqlite() -> str:
    folder = small_file_system(64)
    server = Server(f"sqlite://{folder}/orgd.db")
    return filled(server, folder)


def postgres() -> str:
    """The tables are on the small file system, and the log of PostgreSQL is not: a full one stops the server."""
    database = Postgres()
    folder = small_file_system(64)
    subprocess.run(["chown", USER, str(folder)], check=True)
    database.sql(f"CREATE TABLESPACE small LOCATION '{folder}'")
    database.sql("CREATE DATABASE orgd TABLESPACE small")
    server = Server(database.url())
    # Otherwise updates would reuse the room of old rows.
    off = "autovacuum_enabled = off, toast.autovacuum_enabled = off"
    database.sql(f"ALTER TABLE organizations SET ({off})", database="orgd")
    try:
        return filled(server, folder)
    finally:
        database.stop()


def filled(server: Server, folder: Path) -> str:
    owner = server.owner()
    load = Load(owner, padding=20_000)
    back = []
    for _ in range(ROUNDS):
        load.goes_on(50)
        fill(folder)
        load.goes_on(10, "refused")
        # Small writes that reuse the room of old rows do not make the server ready.
        assert not any(server.is_ready() for _ in range(20)), "ready on a full disk"
        assert_reads(owner, load)
        (folder / "filler").unlink()
        back.append(load.goes_on(50))
        wait_until(server.is_ready, "ready")
    # Not only a write makes the server ready again: a balancer sends none to a server that is not ready.
    fill(folder)
    load.goes_on(10, "refused")
    for writer in load.writers:
        writer.ended.set()
    for writer in load.writers:
        writer.join()
    (folder / "filler").unlink()
    wait_until(server.is_ready, "ready without a write")
    figures = load.stop()
    server.kill()
    server.start()
    for writer in load.writers:
        writer.check()
    server.kill()
    return f"{ROUNDS + 1} times full: {figures}; writes again within {max(back):.2f} s"


def assert_reads(owner: Client, load: Load) -> None:
    for writer in load.writers:
        assert owner.send("GET", writer.path).status_code == 200
