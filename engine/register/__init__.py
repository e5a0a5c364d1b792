"""The register and its lists."""
