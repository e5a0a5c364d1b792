"""What stands before the door: signing in, the calculator, the interface for programs."""
