"""Cases (办件): from draft to decision, with every step on a timeline."""
