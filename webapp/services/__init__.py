"""What the application does, in plain Python: no HTTP and no SQL."""
