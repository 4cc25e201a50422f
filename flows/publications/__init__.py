"""公示: results for the public page and 双公示, redacted, seen by two, corrected in the open."""
