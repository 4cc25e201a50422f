"""Routes of citizens and enterprises."""
