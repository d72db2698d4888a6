SELECT name, value FROM sequences
