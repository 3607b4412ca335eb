"""The standards: each parses and evaluates its records, and judges nothing."""
