"""What every page needs: who may open it, forms and refusals, language and words, headers."""
