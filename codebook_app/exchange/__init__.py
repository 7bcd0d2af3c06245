"""What a code list is written as and read from: a registry of text formats."""
