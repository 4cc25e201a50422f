"""Every platform outside: its port, its real client, and a simulator of its wire format."""
