"""Finding cases and people by number, name, masked ID and words, and all else beside them."""
