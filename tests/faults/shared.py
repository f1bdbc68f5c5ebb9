"""Two servers and the command line on one SQLite file."""

import tempfile

from orgd import Load, Server

COMMANDS = 20


def sqlite() -> str:
    database = f"sqlite://{tempfile.mkdtemp()}/orgd.db"
    one, two = Server(database), Server(database)
    load = Load(one.owner("one"))
    client = two.owner("two")
    for number in range(COMMANDS):
        user = one.cli("user", "create", "--email", f"user-{number}@example.com")["id"]
        two.cli("key", "create", "--user", user)
        path = client.create(f"other-{number}")
        answer = client.send("PATCH", path, {"customAiContext": str(number)})
        assert answer.status_code == 200, answer.text
    load.goes_on()
    assert load.total("refused") == 0, "a lock reached a client"
    figures = load.stop(two.url)
    for server in [one, two]:
        assert "locked" not in server.log.read_text()
        server.kill()
    return f"two servers and {2 * COMMANDS} commands: {figures}"
