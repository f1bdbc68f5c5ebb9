"""The results as a plot that is readable on white and on black."""

from bench import KINDS
from matplotlib import pyplot

# Text stays text, in the reader's font, and the same figures produce the same file.
pyplot.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "orgd", "font.family": "sans-serif"})

TEXT = "#7d8590"
COLORS = {"orgd": "#3b82f6", "floor": "#9ca3af", "Better Auth": "#f59e0b"}
HEIGHT = 0.27


def draw(results, path):
    groups = list(groups_of(results))
    if not groups:
        return
    figure, axes = pyplot.subplots(figsize=(9, 0.9 + 0.95 * len(groups)))
    figure.patch.set_alpha(0)
    axes.patch.set_alpha(0)
    for number, (_, bars) in enumerate(groups):
        for place, (name, value, note) in enumerate(bars):
            y = number + (place - (len(bars) - 1) / 2) * HEIGHT * 1.1
            axes.barh(y, value, HEIGHT, color=COLORS[name], label=name)
            text = f"{value:,.0f}  {note}".rstrip()
            axes.annotate(text, (value, y), (4, 0), textcoords="offset points", va="center", color=TEXT, fontsize=9)
    finish(axes, groups, results)
    figure.savefig(path, transparent=True, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)


def finish(axes, groups, results):
    axes.set_xscale("log")
    values = [value for _, bars in groups for _, value, _ in bars]
    # Leave room for the text next to the longest bar.
    axes.set_xlim(min(values) / 3, max(values) * 5)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_yticks(range(len(groups)), [name for name, _ in groups])
    axes.invert_yaxis()
    axes.tick_params(which="both", colors=TEXT, length=0)
    axes.grid(axis="x", color=TEXT, alpha=0.25)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xlabel(f"requests per second, {results.most} concurrent callers (logarithmic)", color=TEXT)
    by_name = dict(zip(*reversed(axes.get_legend_handles_labels())))
    axes.legend(
        by_name.values(),
        by_name.keys(),
        labelcolor=TEXT,
        frameon=False,
        ncols=3,
        loc="lower left",
        bbox_to_anchor=(0, 1),
    )


def groups_of(results):
    """Yields every pair of a database and an operation, with its bars."""
    for database in results.options.databases:
        for operation, floor_of in (("update", results.update_floor), ("get", results.get_floor)):
            for organizations in results.options.sizes:
                value = results.per_second(database, organizations, "orgd", f"v1 {operation}")
                floor = floor_of(database, organizations)
                peer = operation == "update" and results.per_second(database, organizations, "better auth", "update")
                bars = [("floor", floor, "")] if floor else []
                if value:
                    bars.append(("orgd", value, f"({value / floor:.2f} × the floor)" if floor else ""))
                if peer:
                    bars.append(("Better Auth", peer, ""))
                if value:
                    yield f"{operation.capitalize()}, {KINDS[database].label}\n{organizations:,} organizations", bars
