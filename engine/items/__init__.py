"""What a request asks for, item by item, what was searched for each, and what is found of it."""
