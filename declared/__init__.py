"""What people declare in files beside the code: law, forms, letters, releases.

A leaf: it needs the standard library and YAML, and imports nothing else of ours.
"""
