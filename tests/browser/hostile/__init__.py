"""What a hostile model, tool or page would say, and a page that notices what it does."""
