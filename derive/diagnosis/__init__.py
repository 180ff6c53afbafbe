"""Ways to say what is wrong with a refuted claim, one file each."""
