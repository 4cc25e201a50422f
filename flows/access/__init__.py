"""Who may do what, and how far: roles, grants, and what they come to for one person."""
