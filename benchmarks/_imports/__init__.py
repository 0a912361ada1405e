"""Parts of the measurement of imports: files as they come, honest and hostile."""
