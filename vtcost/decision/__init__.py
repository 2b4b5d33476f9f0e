"""The text of the decision, written from the calculation itself: text and computation cannot drift apart."""
