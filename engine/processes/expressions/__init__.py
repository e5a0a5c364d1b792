"""The only expressions a diagram may hold."""
