"""Routes of the conversation and of the bot that serves it."""
