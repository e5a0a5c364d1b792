"""来件: what came in and is no case yet."""
