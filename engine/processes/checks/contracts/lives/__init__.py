"""Plays every life that diagrams and forms allow, and holds each to the law's order of things.

``state`` is a case between two moves, ``running`` lets a token go on, ``moves`` is what may happen
next, ``law`` what must hold, ``play`` the search through all of it, and ``story`` tells of a
state by the shortest way to it.
"""

from engine.processes.checks.contracts.lives.play import MAX_STATES, Lives

__all__ = ["MAX_STATES", "Lives"]
