"""分办、协办: units and colleagues are given what they shall find out, or asked to help."""
