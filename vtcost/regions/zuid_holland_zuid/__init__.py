"""Zuid-Holland Zuid."""
