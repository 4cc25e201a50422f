"""How search is steered, and what people looked for."""
