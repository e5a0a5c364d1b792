"""The paper of a letter: its head, its layout by GB/T 9704-2012, the docx and a PDF of it."""
