"""Writers that write continuously, and that know what the database must contain at the end."""

import requests
import writers

from cluster import Balancer, Client, Node, Route, wait_until

# Members of an organization that different writers change independently.
MEMBERS = [
    ("name",),
    ("description",),
    ("settings", "branding", "primaryColor"),
    ("settings", "branding", "accentColor"),
    ("settings", "billing", "taxId"),
]


class Writer(writers.Writer):
    """Changes an organization on one route, repeatedly."""

    def __init__(self, route: Route, key: str, path: str):
        super().__init__(f"{type(self).__name__} by {route}")
        self.route = route
        self.client = route.client(key)
        self.path = path
        self.answered = 0
        self.acknowledged = 0
        # Updates that may or may not have been made: there was no response, or a 503.
        self.doubtful = 0

    def attempt(self, send) -> requests.Response | None:
        """Returns the response, or None if the route is in trouble and there is no response or a 503."""
        excused = self.route.trouble.is_set()
        try:
            answer = send()
            if answer.status_code != 503:
                self.answered += 1
                return answer
            problem = answer.text
        except requests.RequestException as error:
            problem = error
        assert excused or self.route.trouble.is_set(), f"{self.name}: {problem}"
        # The pause before a retry. Nothing depends on its length.
        self.ended.wait(0.05)
        return None


class Counter(Writer):
    """Increments a member: reads it, adds one, and writes with If-Match. Reads again if another writer was first."""

    def step(self) -> None:
        read = self.attempt(lambda: self.client.get(self.path))
        if read is None:
            return
        assert read.status_code == 200, f"{self.name}: {read.text}"
        body = {"customAiContext": str(count(read) + 1)}
        answer = self.attempt(lambda: self.client.patch(self.path, body, read.headers["ETag"]))
        if answer is None:
            self.doubtful += 1
        elif answer.status_code == 200:
            self.acknowledged += 1
        else:
            assert answer.status_code == 412, f"{self.name}: {answer.text}"


class Setter(Writer):
    """Sets one member to increasing numbers while others change the organization. Each update must succeed."""

    def __init__(self, route: Route, key: str, path: str, member: tuple[str, ...]):
        super().__init__(route, key, path)
        self.name += f", of {member[-1]}"
        self.member = member
        self.number = 0
        # The values that the member may have at the end.
        self.possible: set[str] = set()

    def step(self) -> None:
        # Never use a number twice: the ETag does not count updates that change nothing.
        self.number += 1
        value = str(self.number)
        answer = self.attempt(lambda: self.client.patch(self.path, nested(self.member, value)))
        if answer is None:
            self.doubtful += 1
            self.possible.add(value)
            return
        assert answer.status_code == 200, f"{self.name}: {answer.text}"
        self.acknowledged += 1
        self.possible = {value}


def nested(path: tuple[str, ...], value):
    for name in reversed(path):
        value = {name: value}
    return value


def count(answer: requests.Response) -> int:
    return int(answer.json()["data"]["customAiContext"] or 0)


def version(answer: requests.Response) -> int:
    return int(answer.headers["ETag"].strip('"'))


def create_organization(client: Client, slug: str) -> str:
    answer = client.post("/api/v1/organizations", {"name": slug, "slug": slug})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


class Load:
    """Writers of both kinds on every node and on the balancer. Counters and setters use one organization each."""

    def __init__(self, nodes: list[Node], balancer: Balancer, key: str):
        client = balancer.client(key)
        self.counted = f"/api/public/organizations/{create_organization(client, 'counted')}"
        self.set = f"/api/v1/organizations/{create_organization(client, 'set')}"
        routes = [*nodes, balancer, balancer]
        self.counters = [Counter(route, key, self.counted) for route in routes]
        self.setters = [Setter(route, key, self.set, member) for route, member in zip(routes, MEMBERS, strict=True)]
        self.writers: list[Writer] = [*self.counters, *self.setters]

    def start(self) -> None:
        for writer in self.writers:
            writer.start()

    def goes_on(self, more: int = 20) -> None:
        """Waits until every writer whose route is not in trouble has had that many more responses."""
        before = {writer: writer.answered for writer in self.writers if not writer.route.trouble.is_set()}

        def all_did() -> bool:
            writers.raise_failures(self.writers)
            return all(writer.answered >= answered + more for writer, answered in before.items())

        wait_until(all_did, "every writer continues")

    def retire(self, route: Route) -> None:
        """Ends the writers on that route, without waiting for them."""
        for writer in self.writers:
            if writer.route is route:
                writer.ended.set()

    def stop(self) -> None:
        writers.stop(self.writers)

    def __str__(self) -> str:
        acknowledged = sum(writer.acknowledged for writer in self.writers)
        doubtful = sum(writer.doubtful for writer in self.writers)
        return f"{acknowledged} updates acknowledged, {doubtful} in doubt"

    def check(self, client: Client) -> None:
        """Checks that every acknowledged update is there, and nothing that was not sent."""
        counted = client.get(self.counted)
        assert_made(self.counters, count(counted))
        assert version(counted) == 1 + count(counted), "an increment overwrote another"

        read = client.get(self.set)
        assert_made(self.setters, version(read) - 1)
        for setter in self.setters:
            value = read.json()
            for name in setter.member:
                value = value[name]
            assert value in setter.possible, f"{setter.name}: {value} and not one of {setter.possible}"


def assert_made(writers: list[Writer], made: int) -> None:
    acknowledged = sum(writer.acknowledged for writer in writers)
    doubtful = sum(writer.doubtful for writer in writers)
    kind = type(writers[0]).__name__
    counts = f"{made} of {acknowledged} and perhaps {doubtful} more"
    assert 0 < acknowledged <= made <= acknowledged + doubtful, f"{kind}: {counts}"
