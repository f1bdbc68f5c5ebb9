"""Three nodes share all state by the next request, and continue while one is killed and another is cut off.

tests/nodes/run runs this, in the network that it creates.
"""

import cluster
import failures
import sharing
from cluster import Balancer, Node, orgd, wait_until


def main() -> None:
    cluster.create_database()
    nodes = [Node(number) for number in (1, 2, 3)]
    balancer = Balancer()
    # All start at once: each node finds an empty database, and one of them migrates it.
    for server in (*nodes, balancer):
        server.start()
    try:
        for server in (*nodes, balancer):
            wait_until(server.is_ready, f"{server} is ready")
        user = orgd("user", "create", "--email", "owner@example.com")
        key = orgd("key", "create", "--user", user["id"])["key"]
        sharing.check(nodes, key)
        failures.check(nodes, balancer, key)
    except BaseException:
        for node in nodes:
            print(f"The end of the log of {node}:", *node.log.read_text().splitlines()[-20:], sep="\n")
        raise


main()
