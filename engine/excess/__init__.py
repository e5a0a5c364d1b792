"""Requests clearly beyond reason in number: reasons asked, given and weighed (article 35)."""
