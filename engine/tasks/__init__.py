"""Work on a desk."""
