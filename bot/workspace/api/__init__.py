"""The Web API: a call comes in, its method answers it, and each is refused as Slack refuses it."""
