"""What is proved of a diagram, of its drawing, and of all that is published together."""
