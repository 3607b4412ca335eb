"""Installation by OAuth, and the Web API client of each workspace."""
