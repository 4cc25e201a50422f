"""What a clerk puts on the counter's tablet, and what the visitor answers there."""
