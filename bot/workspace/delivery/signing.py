"""Slack's request signature, v0 (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac


def signed(secret: str, timestamp: int, body: str) -> dict[str, str]:
    """The two headers that prove a body sent at `timestamp` (seconds since 1970) to be Slack's."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}
