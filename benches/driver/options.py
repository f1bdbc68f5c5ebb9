"""The command line of the benchmark."""

import argparse

ABOUT = """
Measures orgd over HTTP next to its floors (HTTP without a database, SQLite and PostgreSQL without HTTP) and a
peer (Better Auth). All measurements alternate within one run, so that other load on the machine affects all of
them. Installs and builds what it needs.

Prints a table, and writes every figure to results.json and a plot to results.svg. Exits with 1 if a request was
refused, an update was lost or a server failed. The figures do not affect the exit status: the table only marks
them as "met" or "MISSED".
"""

LENGTH = """
A full run takes about 50 minutes, --quick about 3. Use a machine without other load. The databases are created in
TMPDIR (/tmp by default), which must be on a real disk.
"""

DATABASES = ("sqlite", "postgres")


def many(choices, kind):
    """Parses a comma-separated list."""

    def parse(text):
        values = [kind(part.replace("_", "")) for part in text.split(",")]
        unknown = [value for value in values if not choices(value)]
        if unknown or not values:
            raise argparse.ArgumentTypeError(f"{text!r} is not valid")
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
        help="one run of 2 s with 1,000 organizations, to check that the benchmark works",
    )
    parser.add_argument(
        "--databases",
        type=many(lambda name: name in DATABASES, str),
        default=list(DATABASES),
        metavar="NAME,…",
        help="sqlite, postgres (default: both)",
    )
    parser.add_argument(
        "--sizes",
        type=many(lambda size: size >= 100, int),
        default=[1_000, 1_000_000],
        metavar="N,…",
        help="numbers of organizations (default: 1000,1000000)",
    )
    parser.add_argument(
        "--connections",
        type=many(positive, int),
        default=[1, 16, 64],
        metavar="N,…",
        help="numbers of concurrent callers (default: 1,16,64)",
    )
    parser.add_argument("--runs", type=int, default=3, help="number of runs, of which the median counts (default: 3)")
    parser.add_argument("--seconds", type=int, default=10, help="duration of a run (default: 10)")
    parser.add_argument(
        "--only",
        type=many(bool, str),
        default=[],
        metavar="TEXT,…",
        help="run only the steps whose names contain one of these texts, such as update",
    )
    parser.add_argument(
        "--output",
        default=None,
        metavar="FOLDER",
        help="folder of results.json and results.svg (default: benches, or with --quick or --only the folder of the programs)",
    )
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.runs < 1 or options.seconds < 1:
        parser.error("--runs and --seconds must be positive")
    if options.quick:
        options.runs, options.seconds, options.sizes = 1, 2, [1_000]
    return options
