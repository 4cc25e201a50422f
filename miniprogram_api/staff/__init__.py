"""Routes of the staff console."""
