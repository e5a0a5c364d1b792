"""保密审查: item by item before a reply leaves; what cannot be decided is referred upward."""
