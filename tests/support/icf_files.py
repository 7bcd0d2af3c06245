"""Small invented classifications in the shapes of WHO's files: ClaML and the simple tabulation."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from support.official_texts import a_file

from codebook_app.codesets.archive import OfficialFile

DOCTYPE = '<!DOCTYPE ClaML SYSTEM "ClaML.dtd">\n'


def rubric(kind: str, text: str, language: str = "en", *, raw: bool = False) -> str:
    """Return a rubric; a *raw* text may hold elements."""
    inside = text if raw else escape(text)
    return f'<Rubric kind="{kind}"><Label xml:lang="{language}">{inside}</Label></Rubric>\n'


def a_class(
    code: str, title: str, *parts: str, kind: str = "category", above: str = "", below: str = ""
) -> str:
    """Return a class; *above* and *below* name codes, blanks between them."""
    tree = [f"<SuperClass code={quoteattr(one)}/>" for one in above.split()]
    tree += [f"<SubClass code={quoteattr(one)}/>" for one in below.split()]
    inside = "".join([*tree, rubric("preferred", title), *parts])
    return f'<Class code={quoteattr(code)} kind="{kind}">{inside}</Class>\n'


def claml(
    *classes: str,
    version: str = "2017",
    title: str = "ICF",
    doctype: str = DOCTYPE,
    claml_version: str = "2.0.0",
) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<ClaML version="{claml_version}">\n'
        '<Meta name="lang" value="en"/>\n<Identifier authority="Sample" uid="1"/>\n'
        f'<Title date="" name={quoteattr(title)} version={quoteattr(version)}>Sample</Title>\n'
        '<ClassKinds><ClassKind name="chapter"/><ClassKind name="category"/></ClassKinds>\n'
        f"{''.join(classes)}</ClaML>\n"
    )


def claml_file(content: str, name: str = "icf.xml") -> OfficialFile:
    return a_file(content, name, "utf-8")


CLASSES = (
    a_class("b", "Body functions", kind="component", below="b1"),
    a_class("b1", "Sample mental functions", kind="chapter", above="b", below="b110-b139"),
    a_class("b110-b139", "Sample global functions", kind="block", above="b1", below="b114 b110"),
    a_class(
        "b110",
        "Sample consciousness",
        rubric("definition", "<Para>Sample of a state.</Para><Para>And more.</Para>", raw=True),
        rubric("inclusion", "sample states"),
        rubric(
            "exclusion",
            'sample orientation <Reference class="in brackets" code="b114">b114</Reference>; sample'
            " of all (b114-b139)",
            raw=True,
        ),
        rubric("note", "Sample note"),
        above="b110-b139",
    ),
    a_class("b114", "Sample orientation", above="b110-b139", below="b1140 b1148"),
    a_class("b1140", "Sample orientation to time", above="b114"),
    a_class("b1148", "Sample orientation, other", above="b114"),
    a_class("e1", "Sample products", kind="chapter", below="e110"),
    a_class("e110", "Sample products to eat", above="e1"),
)

HEADINGS = "Foundation URI\tCode\tBlockId\tTitle\tClassKind\tDepthInKind\tChapterNo"
ROWS = (
    'x\tb1\t\t"Sample mental functions"\tchapter\t1\tb1',
    "x\t\tb110-b139\t- Sample global functions\tblock\t1\tb1",
    "x\tb114\t\t- - Sample orientation\tcategory\t1\tb1",
    "x\tb1140\t\t- - - Sample orientation to time\tcategory\t2\tb1",
    "x\tb1148\t\t- - - Sample orientation, other\tcategory\t2\tb1",
    "x\tb110\t\t- - Sample consciousness\tcategory\t1\tb1",
    "x\te1\t\tSample products\tchapter\t1\te1",
    "x\te110\t\t- Sample products to eat\tcategory\t1\te1",
)


def tabulation(*rows: str, headings: str = f"{HEADINGS}\tVersion:2017 Oct 1") -> str:
    return "".join(f"{line}\r\n" for line in (headings, *(rows or ROWS)))


def tabulation_file(content: str, name: str = "SimpleTabulation.txt") -> OfficialFile:
    return a_file(content, name, "utf-8")
