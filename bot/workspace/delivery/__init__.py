"""From the workspace to the app: what is sent (payloads, events), over what (HTTP, socket), and how often."""
