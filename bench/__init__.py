"""The benchmarks: a national size made of the demonstration, and how long things take in it."""
