"""A standby is promoted under load, and orgd follows without a restart."""

from orgd import Load, Server
from postgres import Postgres


class Cluster:
    """A primary with a synchronous standby, so that a commit is on both, and a server that knows both."""

    def __init__(self):
        self.primary = Postgres()
        self.primary.sql("CREATE DATABASE orgd")
        self.standby = Postgres(copy_of=self.primary)
        self.primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
        hosts = f"{self.primary.host()},{self.standby.host()}"
        self.server = Server(f"postgres://postgres@{hosts}/orgd?target_session_attrs=read-write")
        self.load = Load(self.server.owner())
        self.load.goes_on()

    def end(self, what: str) -> str:
        first = self.load.goes_on()
        assert self.server.is_ready()
        figures = self.load.stop()
        self.server.kill()
        self.standby.stop()
        return f"{what}: {figures}; writes on the new primary {first:.2f} s after its promotion"


def stopped() -> str:
    cluster = Cluster()
    cluster.primary.stop()
    cluster.load.goes_on(10, "refused")
    assert not cluster.server.is_ready()
    cluster.standby.promote()
    return cluster.end("the primary crashed")


def demoted() -> str:
    """The old primary goes on, but only reads: its sessions stay open until orgd closes them."""
    cluster = Cluster()
    cluster.primary.sql("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
    cluster.load.goes_on(10, "refused")
    cluster.standby.promote()
    figures = cluster.end("the primary became read-only")
    cluster.primary.stop()
    return figures
