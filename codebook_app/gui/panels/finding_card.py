"""One finding: what is wrong, why, and the ways to answer it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from codebook_app.domain.code import SeventhCharacter
from codebook_app.domain.finding import Finding
from codebook_app.domain.fix import Fix
from codebook_app.domain.guideline_sections import GuidelinesKept
from codebook_app.gui.models.encounter import finding_word, rule_words
from codebook_app.gui.panels.flow import FlowLayout
from codebook_app.gui.panels.section_links import (
    how_to_get,
    is_citation_alone,
    section_links,
)
from codebook_app.gui.panels.severity import colour_name, icon_name, mark
from codebook_app.gui.theme import Theme

_LONGEST_MENU = 40
_MOST_LINKS, _MOST_FIXES, _MOST_NAMED = 6, 2, 3


class FindingCard(QFrame):
    """Shows one finding with its shape, word, text, action and source.

    Offers the completions by a menu whose letters are the seventh characters, the fixes,
    "Override…" for a warning, "Withdraw" for one set aside, and as links into the book each code
    concerned and those that the source names. The sections of the guidelines that it cites are
    links where *guidelines* are kept, and say where to get them where none are.
    """

    open_requested = Signal(str)
    """A code to show in the book."""
    section_asked = Signal(str, str)
    """A section of the guidelines to show, and the release they go with."""
    complete_asked = Signal(object, str)
    """The finding, and the code that completes its line."""
    fix_asked = Signal(object)
    """A fix is to be made."""
    override_asked = Signal(object)
    """The finding is to be set aside, with a reason."""
    withdraw_asked = Signal(object)
    """The finding is to count again."""

    def __init__(
        self,
        finding: Finding,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        guidelines: GuidelinesKept | None = None,
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self._theme = theme
        self._guidelines = guidelines
        self._about_current = False
        word = finding_word(finding)
        self.setAccessibleName(f"{word}: {finding.text}")
        self.setAccessibleDescription(
            f"{finding.action} Source: {finding.source} {how_to_get(finding, guidelines)}".rstrip()
        )

        self._icon = QLabel(self)
        self._word = QLabel(f"{word.capitalize()} · {rule_words(finding.rule)}", self)
        self._word.setProperty("role", "label")
        self._codes = self._make_code_links()
        self.fix_buttons = () if finding.override_reason else self._make_fix_buttons()
        self._named = self._make_named_links()
        self.complete_button = self._make_complete_button() if finding.completions else None
        self.override_button = self._make_override_button() if self._can_override else None
        self.withdraw_button = self._make_withdraw_button() if finding.override_reason else None
        self.source_button = self._make_source_button() if finding.source_code else None
        self.section_links = section_links(finding, guidelines, self)
        """One for each section that the source cites."""
        for link, section in zip(self.section_links, finding.sections, strict=False):
            link.clicked.connect(lambda _=False, section=section: self._ask_section(section))
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def focusable(self) -> tuple[QWidget, ...]:
        """What Tab stops at, in order."""
        return (*self._codes, *self._answers, *self.section_links)

    def shows(self, finding: Finding, guidelines: GuidelinesKept | None) -> bool:
        """Whether the card would be no other for *finding* where *guidelines* are kept."""
        return self.finding == finding and (self._guidelines == guidelines or not finding.sections)

    @property
    def _answers(self) -> tuple[QWidget, ...]:
        buttons = (
            self.complete_button,
            *self.fix_buttons,
            self.override_button,
            self.withdraw_button,
            *self._named,
            self.source_button,
        )
        return tuple(button for button in buttons if button is not None)

    @property
    def main_button(self) -> QWidget | None:
        """The answer to the finding, where there is one: completing before setting aside."""
        fix = self.fix_buttons[0] if self.fix_buttons else None
        return self.complete_button or fix or self.override_button or self.withdraw_button

    def set_about_current(self, about_current: bool) -> None:
        """Say whether the line the keys act on is concerned."""
        if about_current != self._about_current:
            self._about_current = about_current
            self.update()

    def open_completions(self) -> None:
        """Go to the button of completions and open its menu, where there is more than one."""
        button = self.complete_button
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            if button.menu() is not None:
                button.showMenu()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the ground and the bar in the colour of the weight."""
        super().paintEvent(event)
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent" if self._about_current else "border"))
        painter.setBrush(theme.colour("raised"))
        card = self.rect().adjusted(0, 0, -1, -1)
        painter.drawRoundedRect(card, theme.radius, theme.radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colour_name(self.finding)))
        inset = theme.space(2)
        bar = QRect(inset, inset, theme.length(3), self.height() - 2 * inset)
        painter.drawRoundedRect(bar, theme.length(1.5), theme.length(1.5))
        painter.end()

    @property
    def _can_override(self) -> bool:
        return self.finding.overridable and not self.finding.override_reason

    def _lay_out(self) -> None:
        finding = self.finding
        self._head = FlowLayout()
        self._head.addWidget(self._icon)
        self._head.addWidget(self._word)
        for link in self._codes:
            self._head.addWidget(link)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._head)
        self._layout.addWidget(_wrapped(finding.text, "", self))
        if finding.override_reason:
            self._layout.addWidget(_wrapped(f"Your reason: {finding.override_reason}", "", self))
        elif finding.action:
            self._layout.addWidget(_wrapped(finding.action, "muted", self))
        self._buttons = FlowLayout()
        for button in self._answers:
            self._buttons.addWidget(button)
        if self._buttons.count():
            self._layout.addLayout(self._buttons)
        if finding.source:
            self._lay_out_source()

    def _lay_out_source(self) -> None:
        finding = self.finding
        if not (self.section_links and is_citation_alone(finding)):
            words = _wrapped(finding.source, "small", self)
            words.setToolTip(how_to_get(finding, self._guidelines))
            self._layout.addWidget(words)
        if self.section_links:
            links = FlowLayout()
            for link in self.section_links:
                links.addWidget(link)
            self._layout.addLayout(links)

    def _ask_section(self, section: str) -> None:
        if self._guidelines is not None:
            self.section_asked.emit(section, self._guidelines.release)

    def _make_code_links(self) -> tuple[QPushButton, ...]:
        codes = list(dict.fromkeys(self.finding.codes))
        # All of them stand in the text; a card of twenty-five links would hide the next one.
        shown = codes if len(codes) <= _MOST_LINKS else codes[: _MOST_LINKS - 1]
        links = [self._code_link(code) for code in shown]
        if rest := codes[len(shown) :]:
            links.append(self._menu_of(f"{len(rest)} more", [(code, code) for code in rest]))
        return tuple(links)

    def _make_fix_buttons(self) -> tuple[QPushButton, ...]:
        fixes = self.finding.fixes
        shown = fixes if len(fixes) <= _MOST_FIXES else fixes[:1]
        buttons = [self._fix_button(fix) for fix in shown]
        if rest := fixes[len(shown) :]:
            button = QPushButton("Other", self)
            menu = QMenu(button)
            for fix in rest:
                action = menu.addAction(f"&{fix.label}")
                action.triggered.connect(lambda _=False, fix=fix: self.fix_asked.emit(fix))
            button.setMenu(menu)
            button.setAccessibleName(f"Other ways out of: {self.finding.text}")
            buttons.append(button)
        return tuple(buttons)

    def _fix_button(self, fix: Fix) -> QPushButton:
        button = QPushButton(fix.label, self)
        button.setAccessibleDescription(self.finding.text)
        button.setToolTip("One step, which undo takes back")
        button.clicked.connect(lambda: self.fix_asked.emit(fix))
        return button

    def _make_named_links(self) -> tuple[QPushButton, ...]:
        """Return links to the codes that the source names, in a menu where they are many."""
        named: dict[str, str] = {}
        for reference in self.finding.named:
            first, last = _printed(reference.first), _printed(reference.last)
            named.setdefault(first if first == last else f"{first} to {last}", first)
        if not named:
            return ()
        if len(named) > _MOST_NAMED:
            return (self._menu_of(f"{len(named)} codes named", list(named.items())),)
        return tuple(
            self._link(words, f"Open {code} in the book: the note names it", code)
            for words, code in named.items()
        )

    def _menu_of(self, words: str, codes: Sequence[tuple[str, str]]) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("role", "quiet")
        menu = QMenu(button)
        for shown, code in codes:
            action = menu.addAction(shown)
            action.triggered.connect(lambda _=False, code=code: self.open_requested.emit(code))
        button.setMenu(menu)
        button.setAccessibleDescription("Opens one of them in the book")
        return button

    def _make_override_button(self) -> QPushButton:
        button = QPushButton("Override…", self)
        button.setAccessibleName(f"Override: {self.finding.text}")
        button.setToolTip("Set this warning aside and keep the reason")
        button.clicked.connect(lambda: self.override_asked.emit(self.finding))
        return button

    def _make_withdraw_button(self) -> QPushButton:
        button = QPushButton("Withdraw", self)
        button.setAccessibleName(f"Withdraw the override of: {self.finding.text}")
        button.setToolTip("Let this warning count again")
        button.clicked.connect(lambda: self.withdraw_asked.emit(self.finding))
        return button

    def _code_link(self, code: str) -> QPushButton:
        link = self._link(code, f"Open {code} in the book, where its notes stand", code)
        link.setAccessibleName(f"Open {code} in the book")
        return link

    def _link(self, words: str, tip: str, code: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.open_requested.emit(code))
        return button

    def _make_complete_button(self) -> QPushButton:
        completions = self.finding.completions
        if len(completions) == 1:
            only = completions[0]
            button = QPushButton(f"Replace by {only.code}", self)
            button.setToolTip(only.meaning)
            button.clicked.connect(lambda: self._complete(only.code))
        else:
            seventh = are_seventh_characters(completions)
            button = QPushButton("Seventh character" if seventh else "Choose the code", self)
            button.setMenu(self._make_menu(button, by_letter=seventh))
        button.setAccessibleDescription(f"Completes {' '.join(self.finding.codes[:1])}")
        return button

    def _make_menu(self, button: QPushButton, *, by_letter: bool) -> QMenu:
        finding = self.finding
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        for completion in finding.completions[:_LONGEST_MENU]:
            code, shown = completion.code, self._elided(completion.meaning or completion.code)
            # The letter is the key; behind the tab stands what keys are set to.
            words = f"&{completion.character}   {shown}\t{code}" if by_letter else ""
            action = menu.addAction(words or f"{code}   {shown}")
            action.setToolTip(f"{code}: {completion.meaning}")
            action.triggered.connect(lambda _=False, code=code: self._complete(code))
        if not by_letter and finding.codes:
            # What is offered of a header may be the nearest few of very many.
            menu.addSeparator()
            more = menu.addAction(f"Open {finding.codes[0]} in the book for all of them")
            more.triggered.connect(lambda: self.open_requested.emit(finding.codes[0]))
        return menu

    def _complete(self, code: str) -> None:
        self.complete_asked.emit(self.finding, code)

    def _make_source_button(self) -> QPushButton:
        code = self.finding.source_code
        return self._link(f"Open {code}", f"Open {code} in the book, where the note stands", code)

    def _elided(self, words: str) -> str:
        metrics = QFontMetrics(self._theme.font("body"))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self._theme.length(480))
        return shown.replace("&", "&&")

    def _dress(self) -> None:
        theme = self._theme
        colour = colour_name(self.finding)
        self._icon.setPixmap(mark(theme, icon_name(self.finding), colour, self))
        self._word.setStyleSheet(f"color: {theme.colour(colour).name()};")
        for link in self._codes:
            link.setFont(theme.font("code"))
            link.setStyleSheet(
                f"color: {theme.colour('link').name()};"
                f" min-height: 0; padding: 0 {theme.space(2)}px; margin: 0;"
                f' font-family: "{theme.font("code").families()[0]}"; font-weight: 600;'
            )
        self._layout.setContentsMargins(
            theme.space(5), theme.space(3), theme.space(3), theme.space(3)
        )
        self._layout.setSpacing(theme.space(2))
        self._head.setSpacing(theme.space(2))
        self._buttons.setSpacing(theme.space(3))
        self.update()


def _wrapped(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def are_seventh_characters(completions: Sequence[SeventhCharacter]) -> bool:
    """Whether all of *completions* complete one code by its last letter, each by another one."""
    letters = {one.character for one in completions if one.code.endswith(one.character)}
    return (
        len(letters) == len(completions)
        and all(len(letter) == 1 for letter in letters)
        and len({one.code[:-1] for one in completions}) == 1
    )


def _printed(code: str) -> str:
    """Return a code of ICD-10-CM, which references name without its point, as it is printed."""
    return code if len(code) <= 3 else f"{code[:3]}.{code[3:]}"
