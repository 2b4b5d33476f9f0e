"""One page per municipality: what it pays and paid, why that changes, how sure it is, what it can influence."""
