"""A local stand-in for Slack, with a page, so that anyone can try and test the bot. It knows nothing of the bot.

`state` remembers, `api` answers the app, `delivery` tells it what people did, `people` and `page` are those people's
hands; `workspace` puts them together for tests, `serve` with the page. `dns` is a world of sample domains beside it.
"""
