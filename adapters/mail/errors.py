"""What mail is called in logs and sentences."""

PLATFORM, LABEL = "mail", "邮件服务器"
