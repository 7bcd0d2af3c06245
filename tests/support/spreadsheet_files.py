"""Writes small workbooks: .xlsx as the official ones are, .ods, and one .xls of old."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = str | int | float | bool | None
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def a_workbook(*sheets: Sequence[Sequence[Cell]], names: Sequence[str] = ()) -> bytes:
    """Return an .xlsx of *sheets*, each a list of rows; None is a cell left out."""
    return a_workbook_of(*(_rows(rows) for rows in sheets), names=names)


def a_workbook_of(*sheet_data: str, names: Sequence[str] = ()) -> bytes:
    """Return an .xlsx whose sheets hold the ``<row>`` elements of *sheet_data* as they are."""
    titles = [*names, *(f"Sheet{n}" for n in range(len(names) + 1, len(sheet_data) + 1))]
    numbers = range(1, len(sheet_data) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEET}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, title in zip(numbers, titles, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        "</Relationships>",
    } | {
        f"xl/worksheets/sheet{n}.xml": f"<worksheet {_MAIN}><sheetData>{rows}</sheetData>"
        "</worksheet>"
        for n, rows in zip(numbers, sheet_data, strict=True)
    }
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), _XML + content, zipfile.ZIP_DEFLATED)
    return room.getvalue()


def _rows(rows: Sequence[Sequence[Cell]]) -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(
            _cell(f"{_column(column)}{number}", value)
            for column, value in enumerate(row)
            if value is not None
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )


def _column(index: int) -> str:
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    text = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def an_open_document(rows: str, name: str = "Sheet1", manifest: str = "") -> bytes:
    """Return an .ods with one sheet of the ``<table:table-row>`` elements *rows*."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    members = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest or "<manifest/>",
        "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(zipfile.ZipInfo(member), content, zipfile.ZIP_DEFLATED)
    return room.getvalue()


def an_open_cell(text: str, repeated: int = 1) -> str:
    """Return a cell of an .ods with *text*."""
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    return (
        f'<table:table-cell office:value-type="string"{times}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def an_old_workbook() -> bytes:
    """Return an .xls: Code, POA, Date; E11.22, Y; the number 16070 with the day 2026-01-15."""
    return zlib.decompress(base64.b85decode("".join(_OLD.split())))


_OLD = """
c-
rk(T}&KR6h3!$SZ0C3K*1lXIHKLs0!^V0VzlyKZDIpyD^^3I3k(P>Yy(ST6MweUzS%_62Va_)CiKCdSdEE3Xd=A%
ps6uwQhlPnHTtkM8q-
)9zjNjeY&W30)HMEZCg<LJ&fK3f_x#Q`7t0sVeN=sgvfvR4(Xtnza0X8St$?tJ49#2iJTG8-
oA9rKCEc?QP3W%x$T~07dX4CQ6aJfUh!S{`<WM(FqMxGUln>kii^<$Cmo>{d&dU`x&)@j@9KSh^hk)7s&#|8UzX(
_iECFr-mIBNC6hP&`3gA{?C9q0tg6K}*UBJ76)xd4Qdw}=q^Y7C=V=cxHXnOl*yt%Cqv7p6p0e!aRD^|Ja{t7JOL
vumw;s;<q9b?<*jKv3?+XWpWLrk#@^DxqV7%4gnZYf<5?&s3(6YB%Ck<+3r`l!(+vY(c=R@zeH^`FX`?}gJuQTmd
-=hZi~6BMg1a%qfW)JHRjh=(znq-
o5o&Ya0!qS_HDNAW&>OK)q;5}IRQd)%FLr(*FMvz*SepB)GEH%?6SHx3Ogiet^uubz|P#PbgGc~9a0k{jR1lTZIU
{v7UZt$VKb=clvzJJ;biti#{64nMLcpI{CmkGaY}V}MAJ$Gx2jNnf4{OJ9*PrQez=l)f@m;5{!!e+nneo4$igzmE
MBo&{wAiH@9B^dmjXQ9XS~jtQqZdh@YCm7j@wsW{Dk_XTo<MJE)pgf*|)(6&*{HQUb<7VOwU9<Y8xs<?rRD$x0bV
@YDjMat>zX$R32OS*_V-Azrqo13xyGagcoMM=|7IfGUea8)B!x;Hp4`SHuXDSnke<{^9wdwjXbZ)3X~?_B%#;6QK
dbHY!p{>jjG!@rjkc(Y*ck`?vR&dS_Ms^R<<?TprTxnr@u8RxJ&H9FkTkw}c!Mw^<W?N!KM&Y#Tajg7cYwD+WJ`k
J&+2(VY+YU_@SaUI4d8!yi`UQV~}%ov|TAdBF$lsvQ4pc+)LCg>GCg}p6$S?&!XGF&D-
)4b|kbCovm#EMpFXhT(Lnv7EELMyFh*umHjW2#JeI&$8`GqUC_Nde)P45TRqO07_aD9fjm%nYqiJd@S)3e;`LyXx
Nq%788OT{P$?>g65MPxz`%TiQ%{A@)k|k#%OePWX|uy+%=FP?4<THEg7h85Q(N*v~9PkK*P@%9k>IEBgD0MquM3R
^~=3D8!2Xx)xKYc0xsd4QE@1@8bTe{aiC0937lWOecnuPWOw0ZrpkJp~fSz0XH6Z#nd}Shlg8krFK-lgKrp?J>J7
uYhPMC_4d!#dtR{Ld()!&9Up(kYIsTeD8Fyf^<|sBswZ`wc~sY$L%QBPrfbxzO9W5!$9wd;0CE}UBR_MDOJ83)yL
+2`<}JwIaQ%ZWj$c{4eqHAVk<reObv^z+3I5LiKl#oq8(wP-
J5Va(kDtcrQ#4KkBFA{%@>fV0@bjaW$A49<FtF23oI3#<>wyeo8#+If@eh{E8n)pBD}K_0I?&y){x}Tg`~T<Ye>J
H_QRU9y`zKJ3vhEMS3Wh}|%t@k7O@OmL)ammJ^0@!|f$y)J--QzfMFv+aFh6-(Ht_uq0+XBn{{nvi9c?Id
"""
