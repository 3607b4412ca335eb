"""What a bounce reports before it is judged: recipients, delivery reports, its text, the mail that came back."""
