"""Block Kit as Slack accepts it: shapes and limits as data, and the check that holds messages and views to them."""
