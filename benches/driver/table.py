"""The results as a text table."""

from bench import KINDS
from results import targets

HEAD = ("", "at a time", "per second", "p50 ms", "p99 ms", "CPU", "of the database", "µs CPU each")


def table(results, machine):
    yield f"orgd {machine['orgd']} on {machine['cores']} × {machine['cpu']}, Linux {machine['kernel']}, {machine['file_system']}"
    for database in results.options.databases:
        for organizations in results.options.sizes:
            yield ""
            title = f"{KINDS[database].label}, {organizations:,} organizations"
            rows = [
                row(key, figures) for key, figures in results.medians.items() if key[:2] == (database, organizations)
            ]
            yield from aligned([(title, *HEAD[1:]), *rows])
    yield ""
    yield from aligned([("Targets", "measured", "target", ""), *map(target_row, targets(results))])


def row(key, figures):
    _, _, subject, operation, connections = key
    cpu, database_cpu = figures.get("cpu"), figures.get("database_cpu")
    each = (cpu + database_cpu) / figures["per_second"] * 1e6 if cpu is not None else None
    return (
        f"{subject}: {operation.replace('_', ' ')}",
        str(connections),
        f"{figures['per_second']:,.0f}",
        written(figures.get("p50_ms", figures.get("mean_ms"))),
        written(figures.get("p99_ms")),
        written(cpu),
        written(database_cpu or None),
        written(each, ",.0f"),
    )


def target_row(target):
    bound = f"{'≥' if target.is_least else '≤'} {target.bound:g} {target.unit}"
    return target.what, f"{target.value:.2f} {target.unit}", bound, "met" if target.is_met else "MISSED"


def written(figure, form=".2f"):
    return "" if figure is None else format(figure, form)


def aligned(rows):
    """Aligns the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for number, cells in enumerate(rows):
        padded = [cells[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:]))]
        yield "  ".join(padded).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)
