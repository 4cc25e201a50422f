"""Staff: sign-in with two factors, and the tasks that wait."""
