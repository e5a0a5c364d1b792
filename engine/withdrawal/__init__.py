"""The applicant takes the request back: at any moment until the reply has left."""
