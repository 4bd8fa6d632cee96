"""Assessment (考评): from findings and measures to points and sheets. Pure, no I/O."""
