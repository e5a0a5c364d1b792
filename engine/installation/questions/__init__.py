"""Which function answers what, and the questions about the installation itself."""
