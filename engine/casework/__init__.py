"""A case as its officers see it: its page, the page of a task."""
