"""Follows a walk-through: applies its diffs and runs its commands."""

import re
import subprocess
import sys


class Page:
    def __init__(self, path, begin=None, end=None):
        """Reads the page, or only the part between two lines."""
        self.name, self.text = path.name, path.read_text()
        if begin:
            self.text = self.text.split(begin)[1].split(end)[0]

    def steps(self):
        """Yields the kind and the text of each fenced block, and the next block by its kind."""
        blocks = re.findall(r"^```(\w+)\n(.*?\n)```$", self.text, re.MULTILINE | re.DOTALL)
        for number, (kind, text) in enumerate(blocks):
            then, shown = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
            yield kind, text, {then: shown}

    def apply(self, folder, diff, environment):
        print("\n$ git apply", *re.findall(r"^\+\+\+ b/(.*)", diff, re.MULTILINE), flush=True)
        subprocess.run(["git", "apply", "-"], cwd=folder, env=environment, input=diff, text=True, check=True)

    def run(self, folder, command, environment, shown=None):
        """Runs a command. It must succeed; if its output is shown, it must fail with those lines."""
        print(f"\n$ {command}", end="", flush=True)
        bash = ["bash", "-euxo", "pipefail", "-c", command]
        done = subprocess.run(
            bash, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if shown is None and done.returncode != 0:
            self.fail(f"this command fails, but {self.name} shows no failure", done.stdout)
        if shown is not None and done.returncode == 0:
            self.fail(f"this command succeeds, but {self.name} shows a failure", done.stdout)
        for line in (shown or "").splitlines():
            if line not in done.stdout:
                self.fail(f"the output does not have this line of {self.name}: {line}", done.stdout)
            print(line)

    def fail(self, why, output=""):
        sys.exit(f"{output}\n{sys.argv[0]}: {why}")
