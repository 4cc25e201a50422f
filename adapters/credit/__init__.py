"""信用 (公共信用信息): what the credit platform publishes about a person or an enterprise."""
