"""The operator's tool: one file for each subcommand or group of them."""
