"""What the platform knows: items, situations, materials, places and how they are found."""
