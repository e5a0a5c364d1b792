"""What is found about secrecy, item by item. A secret is named by an index entry, never kept."""
