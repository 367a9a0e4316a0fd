"""The migrations: one file per step, in versions/."""
