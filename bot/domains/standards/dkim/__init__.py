"""DKIM: key records and the selectors they are found under."""
