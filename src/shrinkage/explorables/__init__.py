"""The interactive figures of the book."""
