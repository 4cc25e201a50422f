"""Finding: what a citizen says, matched with what the catalogue holds."""
