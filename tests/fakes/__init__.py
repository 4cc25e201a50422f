"""Small stand-ins, reached over the network as the real thing is."""
