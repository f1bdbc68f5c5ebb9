"""Follows the steps of a page in a folder: a diff is applied, a command has to succeed, and where its output is shown it
has to fail with each of those lines."""

import re
import subprocess
import sys


class Page:
    def __init__(self, path, begin=None, end=None):
        """The page, or what stands between two lines of it."""
        self.name, self.text = path.name, path.read_text()
        if begin:
            self.text = self.text.split(begin)[1].split(end)[0]

    def steps(self):
        """The fenced blocks: what each is, its text, and what is shown after it."""
        blocks = re.findall(r"^```(\w+)\n(.*?\n)```$", self.text, re.MULTILINE | re.DOTALL)
        for number, (kind, text) in enumerate(blocks):
            then, shown = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
            yield kind, text, {then: shown}

    def apply(self, folder, diff, environment):
        print("\n$ git apply", *re.findall(r"^\+\+\+ b/(.*)", diff, re.MULTILINE), flush=True)
        subprocess.run(["git", "apply", "-"], cwd=folder, env=environment, input=diff, text=True, check=True)

    def run(self, folder, command, environment, shown=None):
        """Runs a command, which has to fail with the lines that are shown, if any are."""
        print(f"\n$ {command}", end="", flush=True)
        bash = ["bash", "-euxo", "pipefail", "-c", command]
        done = subprocess.run(
            bash, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if shown is None and done.returncode != 0:
            self.fail(f"this fails, and {self.name} does not say so", done.stdout)
        if shown is not None and done.returncode == 0:
            self.fail(f"this succeeds, and {self.name} says that it fails", done.stdout)
        for line in (shown or "").splitlines():
            if line not in done.stdout:
                self.fail(f"{self.name} shows a line that is not there: {line}", done.stdout)
            print(line)

    def fail(self, why, output=""):
        sys.exit(f"{output}\n{sys.argv[0]}: {why}")
