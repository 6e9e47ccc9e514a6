"""Second stage: copies of an article become links to it; the first of them flows on."""
