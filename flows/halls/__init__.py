"""Halls (办事大厅): their counters, the codes that hang there, and how often those are scanned."""
