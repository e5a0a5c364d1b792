"""Who acts: roles, the actor, and what each may do and see."""
