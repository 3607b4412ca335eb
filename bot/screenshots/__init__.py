"""Reads the words in a picture of an error, with Tesseract where it is installed. Bytes in, words out; no language."""
