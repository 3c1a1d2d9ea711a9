"""What official papers say: pure reckoning, without a database."""
