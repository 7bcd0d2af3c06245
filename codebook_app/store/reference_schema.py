"""The number of reference.db's tables, apart from them so that reading it costs nothing."""

# Raised with every change of the tables or of what they hold: releases of another number are
# rebuilt from their kept source.
SCHEMA = 2
