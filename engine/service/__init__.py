"""The service of letters: who brought each to whom, how, when, and what came back."""
