"""The algebra of entries: expressions in index notation, as sums of products that can be compared for every size.

This is trusted: a proof rests on it, and so does the replay of a certificate. It computes; it never searches for a
proof. `derive.provers` searches, and `derive.certificates` replays what was found.
"""
