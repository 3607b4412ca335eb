"""Pictures: values in; PNG and the same in words out, in the reader's language."""
