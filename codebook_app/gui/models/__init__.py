"""Qt item models that show what they are given."""
