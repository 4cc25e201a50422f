"""Reading what others hand over: rows and bytes in, our shapes and a report out; no database."""
