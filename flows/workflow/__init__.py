"""A case and its work as one: handed in, bound to a process, watched by clocks, ended by law."""
