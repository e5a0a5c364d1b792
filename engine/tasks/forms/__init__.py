"""What stands in the form of a task: who wrote it, and what its buttons would bring."""
