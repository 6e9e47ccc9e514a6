"""The processor: one folder a stage, and the shells that run them."""
