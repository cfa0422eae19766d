"""Forms: cleaning and layout, nothing else. What they hand over, an act performs."""
