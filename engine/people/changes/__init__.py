"""What is said of agencies, each fact from a day on."""
