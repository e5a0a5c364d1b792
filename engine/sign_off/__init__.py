"""Sign-off of a reply by the levels of its agency."""
