"""What `make bench` measures: one module for each room of figures, each figure against a limit of the same run."""
