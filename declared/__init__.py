"""What people declare in files beside the code: law, forms, letters, releases; and what a field is.

A leaf: it needs the standard library and YAML, and imports nothing else of ours.
"""
