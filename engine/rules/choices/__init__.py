"""What agencies chose where the law is silent."""
