"""The edges: everything that can time out, fill up or be locked."""
