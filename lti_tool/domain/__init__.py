"""What Passerelle knows, as values and pure functions: standard library only, no clock, no environment."""
