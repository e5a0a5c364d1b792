"""What holds beside the statute: calendars, choices, and what is in effect."""
