"""What happens: verbs, one module a noun."""
