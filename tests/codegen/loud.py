"""Runs a generator on the documents that it may refuse: python loud.py OUT COMMAND…

OUT is what assemble.py wrote; {} in COMMAND stands for a document. A `loud` document has to fail, with one line on the
standard error that contains the case's words. An `either` document may succeed instead, and then stands in
OUT/generated.txt.
"""

import pathlib
import subprocess
import sys


def cases(out, kind):
    for line in (out / f"{kind}.tsv").read_text(encoding="utf-8").splitlines():
        id, document, words = line.split("\t")
        yield id, str(out / document), words


def fault(done, words):
    """What is wrong with a run that has to fail, or None."""
    lines = done.stderr.strip().splitlines()
    if done.returncode == 0:
        return "generated without a word"
    if len(lines) != 1:
        return f"{len(lines)} lines, not one: {' / '.join(lines)[:300]}"
    if words not in lines[0]:
        return f"the line does not say {words!r}: {lines[0][:300]}"
    return None


def main():
    out, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    passed, failed, generated = 0, 0, []
    for kind in ("loud", "either"):
        for id, document, words in cases(out, kind):
            words_of_command = [part.replace("{}", document) for part in command]
            done = subprocess.run(words_of_command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if kind == "either" and done.returncode == 0:
                generated.append(id)
                passed += 1
            elif wrong := fault(done, words):
                failed += 1
                print(f"{id}: {wrong}")
            else:
                passed += 1
    (out / "generated.txt").write_text(" ".join(generated) + "\n", encoding="utf-8")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
