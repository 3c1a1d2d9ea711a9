"""Forms only parse; what makes sense is judged in actions."""
