"""The server is killed, and PostgreSQL goes away."""

import tempfile

from orgd import Load, Server
from postgres import Postgres

ROUNDS = 20


def sqlite() -> str:
    return killed(Server(f"sqlite://{tempfile.mkdtemp()}/orgd.db"))


def postgres() -> str:
    database = Postgres()
    database.sql("CREATE DATABASE orgd")
    try:
        return killed(Server(database.url()))
    finally:
        database.stop()


def killed(server: Server) -> str:
    load = Load(server.owner())
    slowest = 0.0
    for _ in range(ROUNDS):
        load.goes_on(50)
        server.kill()
        slowest = max(slowest, server.start())
    load.goes_on()
    figures = load.stop()
    server.kill()
    return f"{ROUNDS} times kill -9: {figures}; ready again within {slowest:.2f} s"


def restart_postgres() -> str:
    """Crashes, restarts and cut connections."""
    database = Postgres()
    database.sql("CREATE DATABASE orgd")
    server = Server(database.url())
    load = Load(server.owner())
    back = []
    for mode in ["immediate", "fast", "immediate"]:
        load.goes_on()
        database.stop(mode)
        load.goes_on(10, "refused")
        assert not server.is_ready()
        database.start()
        back.append(load.goes_on())
    for _ in range(5):
        database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'orgd'")
        back.append(load.goes_on())
    assert server.is_ready()
    figures = load.stop()
    server.kill()
    database.stop()
    return f"3 restarts and 5 cuts: {figures}; writes again within {max(back):.2f} s"
