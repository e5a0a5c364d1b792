"""What people type or choose for a letter: what there is to choose, what a letter can hold."""
