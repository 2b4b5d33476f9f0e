# No test, and not to be loaded with the library of another day.
collect_ignore = ["make.py"]
