"""The DAGs of Hearsay."""
