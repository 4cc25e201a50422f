"""Human handoff (智能转人工): the queue, who speaks with whom, and what staff are told."""
