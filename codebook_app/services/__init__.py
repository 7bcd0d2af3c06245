"""The use cases that the window and the command line call. No SQL, no Whoosh, no Qt."""
