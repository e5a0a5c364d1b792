"""A registration as it held before it was put right."""
