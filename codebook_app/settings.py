"""What the person has chosen, kept as TOML they may also edit."""
