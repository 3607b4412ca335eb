"""Every kind of answer, as a value; `bot.replies` words it."""
