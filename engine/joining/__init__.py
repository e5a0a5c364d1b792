"""Requests of one applicant that are put together, and items that become a request of their own."""
