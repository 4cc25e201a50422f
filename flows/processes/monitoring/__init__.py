"""Processes under way, watched: where they stand, what is late or stuck, who carries how much."""
