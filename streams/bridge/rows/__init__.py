"""Events as rows of tables: a format is its columns and a function from an event to rows."""
