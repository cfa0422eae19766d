"""What people fill in. The layout is in the form; the act that follows is in ``transitions``."""
