"""Forms of user tasks."""
