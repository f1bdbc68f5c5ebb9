"""A change on one node takes effect on every other node at its next request."""

from itertools import permutations

from cluster import Client, Node, orgd, say
from load import create_organization, version

# Enough requests for every connection and every cache of a node to see the credential.
WARM = 20


class Guest:
    """A member of an organization with a credential that every node has just accepted."""

    def __init__(self, nodes: list[Node], organization: str, name: str, role: str, kind: str = "key"):
        self.user = orgd("user", "create", "--email", f"{name}@example.com")["id"]
        set_role(organization, self.user, role)
        created = orgd(kind, "create", "--user", self.user)
        self.key_id = created.get("id")
        self.credential = created[kind]
        self.path = f"/api/v1/organizations/{organization}"
        self.clients: dict[Node, Client] = {}
        for node in nodes:
            self.connect(node)
            for _ in range(WARM):
                assert self.read(node) == 200, f"{name} at {node}"

    def connect(self, node: Node) -> None:
        self.clients[node] = node.client(self.credential)

    def read(self, node: Node) -> int:
        return self.clients[node].get(self.path).status_code

    def write(self, node: Node) -> int:
        return self.clients[node].patch(self.path, {"description": f"by {self.user}"}).status_code


def set_role(organization: str, user: str, role: str) -> None:
    orgd("member", "set", "--organization", organization, "--user", user, "--role", role)


def revoke(guest: Guest) -> None:
    orgd("key", "revoke", guest.key_id)


def deactivate(guest: Guest) -> None:
    orgd("user", "deactivate", guest.user)


def assert_refused(node: Node, guest: Guest, why: str) -> None:
    assert guest.read(node) == 401, f"{node} reads for {why}"
    assert guest.write(node) == 401, f"{node} writes for {why}"


def check(nodes: list[Node], key: str) -> None:
    organization = create_organization(nodes[0].client(key), "shared")
    check_writes(nodes, key, f"/api/v1/organizations/{organization}")

    for turn, first_asked in enumerate(nodes):
        # Each node is the first to get a request once.
        others = [node for node in nodes if node is not first_asked]
        of_key = Guest(nodes, organization, f"revoked-{turn}", "admin")
        revoke(of_key)
        for node in (first_asked, *others):
            assert_refused(node, of_key, "a revoked key")
        for kind in ("key", "token"):
            of_user = Guest(nodes, organization, f"deactivated-{kind}-{turn}", "admin", kind)
            deactivate(of_user)
            for node in (first_asked, *others):
                assert_refused(node, of_user, f"the {kind} of a deactivated user")
    say("every node refuses a revoked key, and a deactivated user, at the next request")

    demoted = Guest(nodes, organization, "demoted", "admin")
    for node in nodes:
        set_role(organization, demoted.user, "viewer")
        assert demoted.write(node) == 403, f"{node} lets a viewer write"
        set_role(organization, demoted.user, "admin")
        assert demoted.write(node) == 200, f"{node} does not let an admin write"
    say("every node knows a changed role at the next request")


def check_writes(nodes: list[Node], key: str, path: str) -> None:
    clients = {node: node.client(key) for node in nodes}
    for writer, reader in list(permutations(nodes, 2)) * WARM:
        before = clients[reader].get(path)
        description = {"description": f"{version(before)} by {writer}"}
        written = clients[writer].patch(path, description)
        assert written.status_code == 200, written.text
        read = clients[reader].get(path, if_none_match=before.headers["ETag"])
        assert read.status_code == 200, f"{reader} has missed what {writer} wrote"
        assert read.json() == written.json() and read.headers["ETag"] == written.headers["ETag"]
    say("every node reads what another has just written")
