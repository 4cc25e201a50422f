"""Mail out of the house (SMTP)."""
