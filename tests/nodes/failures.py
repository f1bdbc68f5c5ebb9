"""One node is killed and another is cut off, under load. The others continue, and no acknowledged update is lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from cluster import Balancer, Node, say, wait_until
from load import Load, create_organization
from sharing import Guest, assert_refused, deactivate, revoke


def check(nodes: list[Node], balancer: Balancer, key: str) -> None:
    killed, cut, _ = nodes
    organization = create_organization(balancer.client(key), "guests")
    guests = {
        "a revoked key": Guest(nodes, organization, "revoked-meanwhile", "admin"),
        "the token of a deactivated user": Guest(nodes, organization, "deactivated-meanwhile", "admin", "token"),
    }
    load = Load(nodes, balancer, key)
    load.start()
    load.goes_on()
    assert all(balancer.connections().values()), "the balancer uses every node"

    with until_noticed(balancer, killed):
        killed.kill()
        load.retire(killed)
    load.goes_on()
    say("the other nodes continue after one node is killed")

    with until_noticed(balancer, cut):
        cut.cut("back")
    load.goes_on()
    check_unavailable(cut, *guests.values())
    say("a node that is cut off from the database reports it, and the others continue")

    cut.cut("front")
    revoke(guests["a revoked key"])
    deactivate(guests["the token of a deactivated user"])
    load.goes_on()
    say("the others continue without a node that is unreachable")

    for network in cut.cables:
        cut.heal(network)
    wait_until(lambda: cut.name in balancer.up(), f"{cut} is in use again")
    for why, guest in guests.items():
        # The node may have closed the connection while it was cut off.
        guest.connect(cut)
        assert_refused(cut, guest, why)
    cut.trouble.clear()
    load.goes_on()
    say("the node serves again when the network is back, and knows the changes made in the meantime")

    load.stop()
    killed.start()
    wait_until(killed.is_ready, f"{killed} is ready again")
    for node in nodes:
        load.check(node.client(key))
    say(f"no acknowledged update is lost, and no update overwrote another: {load}")


@contextmanager
def until_noticed(balancer: Balancer, node: Node):
    """Allows failures on the balancer's route until the balancer notices what the block does to the node."""
    balancer.trouble.set()
    yield
    wait_until(lambda: node.name not in balancer.up(), f"the balancer notices that {node} is not ready")
    balancer.trouble.clear()


def check_unavailable(node: Node, reader: Guest, writer: Guest) -> None:
    requests = [
        lambda: node.client("").get("/readyz"),
        lambda: reader.clients[node].get(reader.path),
        lambda: writer.clients[node].patch(writer.path, {"description": "written while cut off"}),
    ]
    with ThreadPoolExecutor() as pool:
        for answer in pool.map(lambda send: send(), requests):
            asked = f"{answer.request.method} {answer.request.path_url}"
            assert answer.status_code == 503, f"{node} answers {answer.status_code} to {asked}"
