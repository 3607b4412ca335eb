"""Values of the workspace as Slack's JSON shows them: messages, files, people and places, views."""
