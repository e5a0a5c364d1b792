"""Everything that is shown: reads the store in one snapshot and gives ``engine.views``."""
