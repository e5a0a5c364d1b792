"""What the managers watch."""
