"""How official papers look: pure reckoning, without a database."""
