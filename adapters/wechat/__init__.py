"""WeChat: sign-in, messages to citizens, message push from the official account."""
