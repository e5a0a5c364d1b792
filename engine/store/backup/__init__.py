"""A copy of the whole database, made while officers go on working, and put back in its place."""
