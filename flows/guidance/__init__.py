"""Guidance (智能导办): questions about a situation, then exactly the materials needed."""
