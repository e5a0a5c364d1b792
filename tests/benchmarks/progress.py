"""How far a long measurement is."""

import sys


def say_progress(done: int, all_: int, what: str) -> None:
    """One line that is written over, for who watches a terminal."""
    if sys.stderr.isatty():
        ending = "\n" if done >= all_ else ""
        print(f"\r{done:,} of {all_:,} {what}", end=ending, file=sys.stderr, flush=True)
