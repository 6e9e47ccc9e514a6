"""From each article by itself to the articles of a site together: lines that recur under other headlines go."""
