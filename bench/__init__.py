"""Side-by-side measurements. Timed limits live here, never in the tests."""
