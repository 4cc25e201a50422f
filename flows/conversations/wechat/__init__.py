"""The conversation in WeChat: the official account and the mini-program's customer service."""
