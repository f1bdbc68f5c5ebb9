"""Threads that write continuously while a test causes failures."""

import threading
import time
from collections.abc import Iterable


def wait_until(condition, what: str, seconds: float) -> float:
    """Waits until the condition holds, for at most that time, and returns how long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + seconds, f"{what}: not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - began


class Writer(threading.Thread):
    """Repeats a step until it is stopped or fails."""

    def __init__(self, name: str | None = None):
        super().__init__(name=name, daemon=True)
        self.ended = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.ended.is_set():
                self.step()
        except BaseException as failure:
            self.failure = failure

    def step(self) -> None:
        raise NotImplementedError


def raise_failures(writers: Iterable[Writer]) -> None:
    for writer in writers:
        if writer.failure:
            raise writer.failure


def stop(writers: Iterable[Writer]) -> None:
    """Stops the writers, waits for their last steps, and raises their failures."""
    for writer in writers:
        writer.ended.set()
    for writer in writers:
        writer.join()
    raise_failures(writers)
