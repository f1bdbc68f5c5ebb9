"""The measurements on a database of one size, in order."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import floors
import wrk
from databases import Postgres

# The number of organizations on a page, and of the caller with the short list.
PAGE = 20

# The number of organizations of the caller with the long list.
MANY = 100_000


@dataclass
class Servers:
    """The servers during the measurement of a database. The floor and the peer run only with SQLite."""

    orgd: object
    floor: object = None
    peer: object = None


@dataclass
class Step:
    subject: str
    operation: str
    connections: int
    # Returns the figures, keyed by operation if there are several operations.
    measure: Callable[[], dict]

    @property
    def name(self):
        return f"{self.subject}, {self.operation}"


class Steps:
    """Measures a database. Each floor comes right before the measurement that is compared with it."""

    def __init__(self, options, database, servers):
        self.options, self.database, self.servers = options, database, servers

    def all(self):
        most = max(self.options.connections)
        for connections in self.options.connections:
            yield from self.floors_of_update(connections)
            yield self.orgd("v1 update", "token", connections)
            if self.servers.peer and connections == most:
                yield self.of_peer(connections)
            yield from self.floors_of_get(connections)
            yield self.orgd("v1 get", "token", connections)
        yield self.orgd("public update", "key", most)
        yield self.orgd("public get", "key", most)
        yield self.list("list", "few", None, most)
        for page, cursor in self.pages():
            yield self.list(f"long list, {page} page", "many", cursor, most)

    def floors_of_update(self, connections):
        if isinstance(self.database, Postgres):
            yield self.pgbench("locking", connections)
            yield self.pgbench("optimistic", connections)
            return
        yield self.http_floor("v1 update", connections)
        if connections == max(self.options.connections):
            measure = functools.partial(floors.sqlite_floor, self.database, self.options.seconds)
            yield Step("sqlite floor", "all", 1, measure)

    def floors_of_get(self, connections):
        if isinstance(self.database, Postgres):
            yield self.pgbench("select", connections)
        else:
            yield self.http_floor("v1 get", connections)

    def orgd(self, operation, credential, connections):
        """An operation on an organization. Its name starts with the surface."""
        server, credential = self.servers.orgd, self.database.credentials[credential]
        load = functools.partial(self.load, server, operation, connections, credential)
        measure = functools.partial(self.counted, load) if operation.endswith("update") else load
        return Step("orgd", operation, connections, measure)

    def list(self, operation, credential, cursor, connections):
        path = f"/api/public/organizations?limit={PAGE}" + (f"&cursor={cursor}" if cursor else "")
        credential = self.database.credentials[credential]
        measure = functools.partial(self.load, self.servers.orgd, "list", connections, credential, path)
        return Step("orgd", operation, connections, measure)

    def http_floor(self, operation, connections):
        measure = functools.partial(self.load, self.servers.floor, operation, connections, "Authorization: Bearer any")
        return Step("http floor", operation, connections, measure)

    def of_peer(self, connections):
        server = self.servers.peer
        measure = functools.partial(self.load, server, "peer update", connections, server.credential)
        return Step("better auth", "update", connections, measure)

    def pgbench(self, script, connections):
        measure = functools.partial(floors.pgbench, script, self.database, connections, self.options.seconds)
        return Step("pgbench", script, connections, measure)

    def pages(self):
        """Returns the cursors of the long list's pages. The caller has the newest organizations."""
        end = self.database.organizations
        begin = max(0, end - MANY)
        return (
            ("first", None),
            ("middle", organization_id((begin + end) // 2)),
            ("last", organization_id(begin + PAGE)),
        )

    def load(self, server, operation, connections, credential, path=""):
        before = server.cpu(), self.database.cpu()
        organizations = getattr(server, "organizations", self.database.organizations)
        figures = wrk.load(server.url + path, operation, organizations, connections, self.options.seconds, credential)
        figures["cpu"] = (server.cpu() - before[0]) / self.options.seconds
        figures["database_cpu"] = (self.database.cpu() - before[1]) / self.options.seconds
        return figures

    def counted(self, load):
        """Counts the updates in the database after the load. wrk does not count those in flight when it ends."""
        before = self.database.versions()
        figures = load()
        there = self.database.versions() - before
        figures["lost"] = max(0, figures["requests"] - there)
        figures["unasked"] = max(0, there - figures["requests"] - max(self.options.connections))
        return figures


def organization_id(number):
    return f"org_01k9xw5q3m{number:016}"
