"""What administrators look after: the system, people, what agencies choose, calendars."""
