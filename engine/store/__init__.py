"""All SQL: functions that take a connection and give plain rows."""
