"""Every platform outside: a port, a real client, and a simulator that speaks the same wire format."""
