"""The workspace's page: what a browser shows of the local stand-in, rendered on the server."""
