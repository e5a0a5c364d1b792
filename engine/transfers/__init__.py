"""转办、移送: a registered case that another agency is to answer."""
