"""What ships in the core (内置), offered through the same hooks as any plugin."""
