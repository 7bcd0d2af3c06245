"""Install what Codebook needs and start it, or run its tests. Needs Python 3.11 and nothing else.

``python3 installer/bootstrap.py run`` opens the window; with arguments it runs them as the
``codebook`` command does. ``python3 installer/bootstrap.py test`` runs every test; arguments go to
pytest. Works from any folder. Everything is installed in ``.venv`` in the project's folder, or
where the environment variable CODEBOOK_VENV says; a second start takes it as it is, offline too.

This file is written so that a Python of any age can read it far enough to say it is too old.
"""

import sys


def newer_python():  # type: ignore[no-untyped-def] # an old Python reads this
    """Return the name of a Python on this machine that is new enough, or an empty string."""
    from shutil import which

    for minor in (14, 13, 12, 11):
        name = "python3.%d" % minor  # noqa: UP031 - an old Python reads this
        if which(name):
            return name
    return ""


if sys.version_info < (3, 11):  # noqa: UP036 - that is the question
    sys.stderr.write(
        "Codebook needs Python 3.11 or newer, and this is Python %d.%d. Run: %s installer/bootstrap.py run\n"  # noqa: E501, UP031
        % (sys.version_info[0], sys.version_info[1], newer_python() or "a newer python3")
    )
    sys.exit(3)

if __name__ == "__main__":
    from commands import main

    sys.exit(main(sys.argv[1:]))
