"""A case at a glance: how lists and pages name it and show its clock."""
