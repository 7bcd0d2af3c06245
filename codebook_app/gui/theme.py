"""How the window looks: colours, type, spacing and icons, from ``resources/themes``."""

from __future__ import annotations

import string
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from codebook_app.gui.icon_drawing import tinted_icon
from codebook_app.gui.tokens import Tokens
from codebook_app.paths import resource

SCALE_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""The text sizes that Ctrl++ and Ctrl+− walk through."""

CHOICES = ("system", "light", "dark", "contrast")
"""What the person may choose; "system" follows the desktop, live."""

_ICON_SIZES = (16, 20, 32)
_POINTS_PER_INCH = 72


class Theme(QObject):
    """The look in use: which theme, at which text size.

    Needs a running ``QApplication``. :meth:`install` puts it on the application; widgets that paint
    for themselves ask it for colours, fonts and lengths, and again at each :attr:`changed`.
    """

    changed = Signal()
    """The theme or the text size is another; everything asked of the theme is to be asked anew."""

    def __init__(
        self,
        choice: str = "system",
        scale: float = 1.0,
        system: Callable[[], Qt.ColorScheme] = lambda: QGuiApplication.styleHints().colorScheme(),
    ) -> None:
        super().__init__()
        self._system = system
        self._read: dict[str, Tokens] = {}
        self._fonts: dict[str, QFont] = {}
        self._present: set[str] = set()
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._app: QApplication | None = None
        self._choice = choice if choice in CHOICES else "system"
        self._scale = _within(scale)
        self._apply_choice()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    # What is in use -----------------------------------------------------------------------

    @property
    def choice(self) -> str:
        """What the person chose, one of :data:`CHOICES`."""
        return self._choice

    @property
    def scale(self) -> float:
        """The text size, 0.8 to 2.0; spacing and icons go with it."""
        return self._scale

    @property
    def dark(self) -> bool:
        """Whether the theme shown is light on dark."""
        return self.tokens.name != "light"

    @property
    def tokens(self) -> Tokens:
        """The values of the theme shown."""
        name = self._choice
        if name == "system":
            name = "dark" if self._system() == Qt.ColorScheme.Dark else "light"
        if name not in self._read:
            self._read[name] = Tokens.read(name)
        return self._read[name]

    def colour(self, name: str) -> QColor:
        """Return the colour *name* of the theme shown; an unknown name is a bug (KeyError)."""
        return QColor(self.tokens.colours[name])

    def font(self, role: str) -> QFont:
        """Return the font of a type role: body, code, title, heading, small or label."""
        if role not in self._fonts:
            step = self.tokens.type[role]
            font = QFont()
            font.setFamilies(self._families(step.family))
            font.setPointSizeF(self._points(step.size))
            font.setWeight(QFont.Weight(step.weight))
            if step.family == "code":
                font.setStyleHint(QFont.StyleHint.Monospace)
            self._fonts[role] = font
        return QFont(self._fonts[role])

    def space(self, step: int) -> int:
        """Return step 1 (hair) to 6 (wide) of the spacing scale in pixels, at the text size."""
        return self.length(self.tokens.space[step - 1])

    def length(self, pixels: float) -> int:
        """Return a length given in pixels at 100 % as pixels at the text size in use."""
        return max(1, round(pixels * self._scale))

    @property
    def radius(self) -> int:
        """The radius of rounded corners in pixels."""
        return self.length(self.tokens.radius)

    @property
    def icon_size(self) -> int:
        """The side of an icon beside body text in pixels."""
        return self.length(self.tokens.icon)

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """Return the icon *name* of ``resources/icons`` in a colour of the theme shown."""
        key = (name, colour)
        if key not in self._icons:
            tints = {
                QIcon.Mode.Normal: self.colour(colour),
                QIcon.Mode.Disabled: self._disabled(),
            }
            self._icons[key] = tinted_icon(
                resource("icons", f"{name}.svg"), tints, self._icon_sizes()
            )
        return self._icons[key]

    # What the person changes --------------------------------------------------------------

    def choose(self, choice: str) -> None:
        """Show "light", "dark" or high "contrast", or follow the "system"."""
        if choice not in CHOICES or choice == self._choice:
            return
        self._choice = choice
        self._apply_choice()
        self._refresh()

    def set_scale(self, scale: float) -> None:
        """Show text at *scale*, kept within 0.8 to 2.0."""
        if (scale := _within(scale)) != self._scale:
            self._scale = scale
            self._refresh()

    def zoom(self, step: int) -> None:
        """Take the next larger (+1) or smaller (-1) text size; 0 returns to 100 %."""
        if step == 0:
            self.set_scale(1.0)
        elif step > 0:
            self.set_scale(next((size for size in SCALE_STEPS if size > self._scale), 2.0))
        else:
            self.set_scale(next((size for size in SCALE_STEPS[::-1] if size < self._scale), 0.8))

    def prepare(self, app: QApplication) -> None:
        """Give *app* its style, palette and type, which widgets measure with while being made.

        The style sheet waits for :meth:`install`: with it, every widget put into another would be
        dressed anew, and a window takes a third longer to build.
        """
        app.setStyle("Fusion")
        app.setPalette(self.palette())
        app.setFont(self.font("body"))

    def install(self, app: QApplication) -> None:
        """Put the look on the whole application, now and at every change."""
        self.prepare(app)
        self._app = app
        app.setStyleSheet(self.style_sheet())

    # The application's side ---------------------------------------------------------------

    def palette(self) -> QPalette:
        """Return the palette that fits the theme shown."""
        palette = QPalette()
        role = QPalette.ColorRole
        for colour_role, name in (
            (role.Window, "window"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "raised"),
            (role.Text, "text"),
            (role.PlaceholderText, "muted"),
            (role.Button, "raised"),
            (role.ButtonText, "text"),
            (role.BrightText, "on_accent"),
            (role.Highlight, "selection"),
            (role.HighlightedText, "on_selection"),
            (role.Link, "link"),
            (role.LinkVisited, "link"),
            (role.ToolTipBase, "raised"),
            (role.ToolTipText, "text"),
            (role.Accent, "accent"),
            (role.Mid, "border"),
            (role.Light, "raised"),
            (role.Dark, "control_border"),
        ):
            palette.setColor(colour_role, self.colour(name))
        for colour_role in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, colour_role, self._disabled())
        return palette

    def style_sheet(self) -> str:
        """Return the style sheet: the one template, filled from the tokens."""
        template = resource("themes", "codebook.qss").read_text(encoding="utf-8")
        values: dict[str, object] = dict(self.tokens.colours)
        values["disabled"] = self._disabled().name()
        values |= {f"space_{step}": self.space(step) for step in range(1, 7)}
        # A focused field's border is a pixel wider, so its padding is a pixel less.
        values["space_0"] = max(0, self.space(1) - 1)
        values["space_focus"] = max(0, self.space(3) - 1)
        values["space_primary"] = max(0, self.space(4) - 1)
        values["space_tool"] = max(0, self.space(2) - 1)
        values |= {
            f"{role}_size": f"{self._points(step.size):.2f}"
            for role, step in self.tokens.type.items()
        }
        values["search_size"] = f"{self._points(self.tokens.type['body'].size + 1.5):.2f}"
        values["radius"] = self.radius
        values["control"] = self.length(self.tokens.control)
        values["field"] = self.length(self.tokens.control - 8)
        values["search_field"] = self.length(self.tokens.control)
        values["drop"] = self.length(20)
        values["arrow"] = self.length(10)
        tick = self.length(15)
        values["tick"] = tick
        values["tick_round"] = (tick + 2) // 2
        values["tick_dot"] = max(2, tick // 3)
        # The edge counts: a circle chosen by is as large as one that is not.
        values["tick_hole"] = tick + 2 - 2 * max(2, tick // 3)
        values["step_round"] = self.length(20) // 2
        values["tick_icon"] = "arrow-tick-dark" if self.dark else "arrow-tick-light"
        values["scroll"] = self.length(11)
        values["scroll_radius"] = max(1, self.length(11) // 2 - self.space(1))
        values["icons"] = resource("icons").as_posix()
        values["code_family"] = self._families("code")[0]
        return string.Template(template).substitute(values)

    def _icon_sizes(self) -> set[int]:
        """Return the sides icons are drawn at: those in use, in the pixels of the screen."""
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen is not None else 1.0
        return {round(self.length(size) * ratio) for size in _ICON_SIZES}

    def _families(self, family: str) -> list[str]:
        present = self._present
        if not present:
            present.update(QFontDatabase.families())
        named = [name for name in self.tokens.families[family] if name in present]
        if family == "code":
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
            return [*named, fixed]
        general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        # A desktop that has a typeface of its own names one that exists.
        return [general, *named] if general in present else [*named, general]

    def _points(self, pixels: float) -> float:
        screen = QGuiApplication.primaryScreen()
        per_inch = screen.logicalDotsPerInchY() if screen is not None else 96.0
        return pixels * self._scale * _POINTS_PER_INCH / per_inch

    def _disabled(self) -> QColor:
        """Return text that cannot be used: half-way between muted and what it stands on."""
        muted, window = self.colour("muted"), self.colour("window")
        return QColor(
            (muted.red() * 3 + window.red() * 2) // 5,
            (muted.green() * 3 + window.green() * 2) // 5,
            (muted.blue() * 3 + window.blue() * 2) // 5,
        )

    def _apply_choice(self) -> None:
        """Tell Qt the choice, so that title bars and native dialogs follow."""
        QGuiApplication.styleHints().setColorScheme(
            {
                "light": Qt.ColorScheme.Light,
                "dark": Qt.ColorScheme.Dark,
                "contrast": Qt.ColorScheme.Dark,
            }.get(self._choice, Qt.ColorScheme.Unknown)
        )

    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self._refresh()

    def _refresh(self) -> None:
        self._fonts.clear()
        self._icons.clear()
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        if self._app is not None:
            self._app.setPalette(self.palette())
            self._app.setFont(self.font("body"))
            self._app.setStyleSheet(self.style_sheet())


def _within(scale: float) -> float:
    return min(SCALE_STEPS[-1], max(SCALE_STEPS[0], scale))
