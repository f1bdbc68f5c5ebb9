"""What the benchmark is told."""

import argparse

ABOUT = """
Measures orgd over HTTP, beside the floors it stands on (HTTP without a database, SQLite and PostgreSQL
without HTTP) and beside a peer (Better Auth), all in one run and step by step in turn, so that what else the
machine does falls on all of them. Installs and builds what it needs.

Prints a table, and writes it with every figure to results.json and as a plot to results.svg. Exits with 1
when a request was refused, an update was lost or a server broke, whatever the figures are: those only say
"met" or "missed".
"""

LENGTH = """
All of it takes about 50 minutes, --quick about 3. Use a machine that does nothing else. The databases are
made in TMPDIR (/tmp without it), which has to be on a real disk.
"""

DATABASES = ("sqlite", "postgres")


def many(choices, kind):
    """An argument of several, comma-separated."""

    def parse(text):
        values = [kind(part.replace("_", "")) for part in text.split(",")]
        unknown = [value for value in values if not choices(value)]
        if unknown or not values:
            raise argparse.ArgumentTypeError(f"{text!r} is of no use")
        return values

    return parse


def positive(number):
    return number > 0


def parse():
    parser = argparse.ArgumentParser(
        prog="benches/run",
        description=ABOUT,
        epilog=LENGTH,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="one run of 2 s with 1,000 organizations: tells whether the benchmark works",
    )
    parser.add_argument(
        "--databases",
        type=many(lambda name: name in DATABASES, str),
        default=list(DATABASES),
        metavar="NAME,…",
        help="sqlite, postgres (both)",
    )
    parser.add_argument(
        "--sizes",
        type=many(lambda size: size >= 100, int),
        default=[1_000, 1_000_000],
        metavar="N,…",
        help="how many organizations (1000,1000000)",
    )
    parser.add_argument(
        "--connections",
        type=many(positive, int),
        default=[1, 16, 64],
        metavar="N,…",
        help="how many callers at a time (1,16,64)",
    )
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument("--seconds", type=int, default=10, help="how long a run takes (10)")
    parser.add_argument(
        "--only",
        type=many(bool, str),
        default=[],
        metavar="TEXT,…",
        help="only the steps whose names contain one of these, such as update",
    )
    parser.add_argument(
        "--output",
        default=None,
        metavar="FOLDER",
        help="where results.json and results.svg go (benches; with --quick or --only beside the programs)",
    )
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.runs < 1 or options.seconds < 1:
        parser.error("--runs and --seconds have to be positive")
    if options.quick:
        options.runs, options.seconds, options.sizes = 1, 2, [1_000]
    return options
