"""Who asks: the applicant, those who ask with him, and the agent who acts for them."""
