"""Words: values in; Slack blocks, plain text or terminal text out, in the reader's language."""
