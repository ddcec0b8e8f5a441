"""The stages: pure decisions. No network, disk, clock or environment in here."""
