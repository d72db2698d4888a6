SELECT priority, type FROM pauses ORDER BY priority, type
