"""The devices of a desk, simulated by their wires: the drivers that speak to them are the real
ones. Their page lets a person lay on a card, pull a plug, scan a code, take out the paper."""
