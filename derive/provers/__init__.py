"""Ways to prove an equality, one file each."""
