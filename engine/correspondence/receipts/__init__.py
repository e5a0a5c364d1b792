"""Receipts of a registration (登记回执): which one holds, what one states, what a new one mends."""
