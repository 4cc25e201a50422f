"""断网收件: taken at a counter while the server was away, delivered once, put where it belongs."""
