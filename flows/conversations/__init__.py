"""Conversations: one turn of talk, whatever the channel."""
