"""Forms about programmes."""
