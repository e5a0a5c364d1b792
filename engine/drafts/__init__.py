"""What was typed and not handed in yet: kept by the page on which it was typed."""
