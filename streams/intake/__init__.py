"""From raw bytes to a clean article: validation, extraction, page furniture, language, title, dateline, dates."""
