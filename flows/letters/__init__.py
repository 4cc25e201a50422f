"""文书: the official letters of a case, numbered, rendered, sealed and open to anyone's check."""
