"""The hall bridge: codes at counters and on posters, and where a scan leads."""
