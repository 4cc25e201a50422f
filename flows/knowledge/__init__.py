"""Knowledge in the hands of staff: draft, review by a second person, published, withdrawn."""
