"""Units (科室) of agencies, and who belongs to them."""
