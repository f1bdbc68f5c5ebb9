"""Medians of the runs, and the target ratios."""

import pathlib
import statistics

from bench import KINDS


class Results:
    def __init__(self, bench, options, binary):
        self.options = options
        self.runs = bench.measurements
        self.servers = bench.servers
        self.binary_mib = pathlib.Path(binary).stat().st_size / 2**20
        self.medians = {key: median(runs) for key, runs in self.runs.items()}
        self.most = max(options.connections)

    def get(self, database, organizations, subject, operation, connections=None):
        """Returns the medians of a measurement, if it was made."""
        key = (database, organizations, subject, operation, connections or self.most)
        return self.medians.get(key)

    def per_second(self, *key):
        found = self.get(*key)
        return found and found["per_second"]

    def update_floor(self, database, organizations):
        """The floor of an update: HTTP plus SQLite on SQLite, pgbench's faster script on PostgreSQL."""
        if database == "postgres":
            ways = [self.per_second(database, organizations, "pgbench", way) for way in ("locking", "optimistic")]
            return max(filter(None, ways), default=None)
        http = self.per_second(database, organizations, "http floor", "v1 update")
        groups = self.per_second(database, organizations, "sqlite floor", "in_groups", 1)
        return http and groups and 1 / (1 / http + 1 / groups)

    def get_floor(self, database, organizations):
        if database == "postgres":
            return self.per_second(database, organizations, "pgbench", "select")
        return self.per_second(database, organizations, "http floor", "v1 get")

    def sum(self, figure):
        return sum(run.get(figure, 0) for runs in self.runs.values() for run in runs)

    def has_failed(self):
        """Whether an update was lost, or a change was made that no request asked for, regardless of the figures."""
        return self.sum("lost") > 0 or self.sum("unasked") > 0

    def written(self, machine):
        """Returns the content of results.json."""
        names = ("database", "organizations", "subject", "operation", "connections")
        measurements = [
            {**dict(zip(names, key)), "median": self.medians[key], "runs": runs} for key, runs in self.runs.items()
        ]
        return {
            "machine": machine,
            "seconds": self.options.seconds,
            "binary_mib": self.binary_mib,
            "servers": self.servers,
            "targets": [target.written() for target in targets(self)],
            "measurements": measurements,
        }


class Target:
    """A figure and its target."""

    def __init__(self, what, value, bound, is_least, unit=""):
        self.what, self.value, self.bound, self.is_least, self.unit = what, value, bound, is_least, unit

    @property
    def is_met(self):
        return self.value >= self.bound if self.is_least else self.value <= self.bound

    def written(self):
        bound = "least" if self.is_least else "most"
        return {"what": self.what, "value": self.value, bound: self.bound, "unit": self.unit, "is_met": self.is_met}


def targets(results):
    for database in results.options.databases:
        for organizations in results.options.sizes:
            where = f"{KINDS[database].label}, {organizations:,}"
            yield from of_updates(results, database, organizations, where)
            yield from of_reads(results, database, organizations, where)
    yield Target("updates acknowledged and lost", results.sum("lost"), 0, False)
    for server in results.servers:
        where = f"{KINDS[server['database']].label}, {server['organizations']:,}"
        yield Target(f"{where}: start to first answer", server["start_ms"], 100, False, "ms")
        yield Target(f"{where}: memory when idle", server["idle_mib"], 20, False, "MiB")
        yield Target(f"{where}: memory at its peak", server["peak_mib"], 64, False, "MiB")
    yield Target("release binary", results.binary_mib, 30, False, "MiB")


def of_updates(results, database, organizations, where):
    update = results.get(database, organizations, "orgd", "v1 update")
    floor = results.update_floor(database, organizations)
    peer = results.per_second(database, organizations, "better auth", "update")
    if update and floor:
        name, least = ("1/(1/a + 1/b)", 0.5) if database == "sqlite" else ("pgbench", 0.75)
        yield Target(f"{where}: update / {name}", update["per_second"] / floor, least, True, "×")
    if update and peer:
        yield Target(f"{where}: update / Better Auth", update["per_second"] / peer, 25, True, "×")
    if update and database == "sqlite":
        yield Target(f"{where}: update, p99 / p50", update["p99_ms"] / update["p50_ms"], 10, False, "×")


def of_reads(results, database, organizations, where):
    get = results.per_second(database, organizations, "orgd", "v1 get")
    floor = results.get_floor(database, organizations)
    if get and floor:
        name, least = ("HTTP floor", 0.5) if database == "sqlite" else ("pgbench", 0.7)
        yield Target(f"{where}: get / {name}", get / floor, least, True, "×")
    pages = [
        results.per_second(database, organizations, "orgd", f"long list, {page} page")
        for page in ("first", "middle", "last")
    ]
    short = results.per_second(database, organizations, "orgd", "list")
    # The page targets below would also be met if every page were slow, so compare with a get.
    if short and get:
        yield Target(f"{where}: short list / get", short / get, 0.1, True, "×")
    # Equal, except for the difference between two measurements of the same thing.
    if short and all(pages):
        yield Target(f"{where}: long list / short list", pages[0] / short, 0.8, True, "×")
        yield Target(f"{where}: middle page / first page", pages[1] / pages[0], 0.8, True, "×")
        yield Target(f"{where}: last page / first page", pages[2] / pages[0], 0.8, True, "×")


def median(runs):
    return {figure: statistics.median(run[figure] for run in runs) for figure in runs[0]}
