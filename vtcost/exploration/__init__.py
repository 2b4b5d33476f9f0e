"""What a reform does when its choices change: tables and sentences for the notebooks that explore."""
