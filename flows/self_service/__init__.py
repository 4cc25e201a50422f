"""Self-service: a citizen at a terminal of the hall, let in by their own phone."""
