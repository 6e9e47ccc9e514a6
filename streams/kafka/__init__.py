"""The Kafka side of the shell: topics, producing and reading, and what keeps Faust from losing records."""
