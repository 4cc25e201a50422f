"""双公示: the platform that gathers licences and penalties for 信用中国（广东广州）."""
