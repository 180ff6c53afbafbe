"""Ways to refute an equality, one file each."""
