"""Reading what somebody asks: commands, messages, orders, choices, follow-up questions."""
