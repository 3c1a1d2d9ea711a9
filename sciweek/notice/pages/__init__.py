"""The pages of this room: taking a paper in, checking what was read, the plan."""
