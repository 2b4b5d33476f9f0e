"""Who pays what for Veilig Thuis, and how many people does it take."""

__version__ = "0.1.0"
