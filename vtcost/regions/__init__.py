"""What a region has beyond its notebook and its data: a folder for each."""
