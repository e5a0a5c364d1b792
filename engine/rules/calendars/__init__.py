"""The calendars in use, and the notices that make them."""
