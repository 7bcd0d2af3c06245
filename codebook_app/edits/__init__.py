"""The checks of a code list: pure rules that take codes and notes and yield findings."""
