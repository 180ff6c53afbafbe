"""The commands of the command line, one file each, imported when its command runs: what it does, given its options."""
