"""What came in and is no case yet: post, counter, fax, e-mail and web, until it is registered."""
