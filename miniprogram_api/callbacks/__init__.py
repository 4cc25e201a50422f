"""Routes that platforms call."""
