"""Load and statistics of drawn processes."""
