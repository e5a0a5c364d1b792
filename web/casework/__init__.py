"""The work on cases: my work, intake, tasks, and a case with its letters, clock and record."""
