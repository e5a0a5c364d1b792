"""Process definitions: published, proven and executed."""
