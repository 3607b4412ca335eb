"""The words of a language: phrases and texts from `locales/`, filled and declined."""
