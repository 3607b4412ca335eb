"""One module a family of methods, each method a function of one call."""
