"""The web front and the command ``gongkai``: faces on the engine's door.

``create_app`` is looked up on first use, so that ``gongkai deadline`` answers without Flask.
"""

from typing import Any

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name == "create_app":
        from web.application import create_app

        return create_app
    raise AttributeError(f"module 'web' has no attribute {name!r}")
