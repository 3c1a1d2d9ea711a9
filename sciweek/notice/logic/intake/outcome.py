"""What comes out of a file: its text with remarks, or a refusal that says what to do next.

Messages are Chinese msgids with `{named}` places. A page translates `message` and then fills `params` in;
`str()` gives the filled Chinese sentence.
"""

from dataclasses import dataclass, field
from typing import Any


def gettext_noop(message: str) -> str:
    """Marks a msgid for the catalogue; this package does without Django, so translation happens at the page."""
    return message


# By reason: the code for programs, and the message for people.
REFUSALS: dict[str, tuple[str, str]] = {
    "empty": ("empty", gettext_noop("文件是空的。请检查后重新选择文件。")),
    "too_large": (
        "too_large",
        gettext_noop("文件有 {size} MB，超过 {limit} MB 的上限。请删去图片，或只上传通知正文和附件。"),
    ),
    "too_much_text": (
        "too_large",
        gettext_noop("文件内容太多，无法作为一份通知来读。请只保留通知正文和附件后重新上传。"),
    ),
    "too_many_pages": (
        "too_large",
        gettext_noop("文件有 {pages} 页，超过 {limit} 页的上限。请只上传通知正文和附件。"),
    ),
    "unknown": (
        "unknown_format",
        gettext_noop("认不出这是什么文件。请上传 .docx、.pdf、.ofd、.txt 或网页文件，也可以直接粘贴文字。"),
    ),
    "zip": ("unknown_format", gettext_noop("这是一个压缩包。请先解压，再上传其中的通知文件。")),
    "spreadsheet": (
        "unknown_format",
        gettext_noop("这是电子表格，不是通知。请上传通知正文（.docx、.pdf、.ofd 等），或直接粘贴文字。"),
    ),
    "slides": (
        "unknown_format",
        gettext_noop("这是演示文稿，不是通知。请上传通知正文（.docx、.pdf、.ofd 等），或直接粘贴文字。"),
    ),
    "save_as_docx": (
        "unknown_format",
        gettext_noop("这种格式不能直接读取。请用 WPS 或 Word 打开，另存为 .docx 后再上传。"),
    ),
    "archive_bomb": (
        "archive_bomb",
        gettext_noop("文件解开后异常庞大，为安全起见没有打开。请用 WPS 或 Word 重新另存为 .docx 后再上传。"),
    ),
    "xml_bomb": (
        "xml_bomb",
        gettext_noop("文件内部含有不安全的实体定义，没有打开。请用 WPS 或 Word 重新另存为 .docx 后再上传。"),
    ),
    "encrypted": (
        "encrypted",
        gettext_noop("文件加了密码，无法读取。请打开后取消密码并重新保存，再上传。"),
    ),
    "scanned_no_ocr": (
        "scanned_no_ocr",
        gettext_noop(
            "这是扫描件或照片，里面没有可读的文字。"
            "请上传电子版，或直接粘贴文字；也可请管理员安装文字识别组件。"
        ),
    ),
    "garbled_glyphs": (
        "scanned_no_ocr",
        gettext_noop("文件里的文字没有可用的编码，读出来是乱码。请上传 Word 原件，或直接粘贴文字。"),
    ),
    "garbled": (
        "broken",
        gettext_noop("文字是乱码，可能曾用错误的编码保存。请从原文件重新另存为 UTF-8 文本，或直接粘贴文字。"),
    ),
    "broken": ("broken", gettext_noop("文件已损坏或不完整，无法读取。请重新导出或重新下载后再上传。")),
    "needs_libreoffice": (
        "needs_libreoffice",
        gettext_noop(
            "这台服务器暂时不能读取 .{ending} 文件。"
            "请用 WPS 或 Word 另存为 .docx 再上传，或请管理员安装 LibreOffice。"
        ),
    ),
    "conversion_failed": (
        "conversion_failed",
        gettext_noop("文件转换没有成功。请用 WPS 或 Word 打开，另存为 .docx 后再上传。"),
    ),
    "timeout": (
        "timeout",
        gettext_noop("读取超过 {seconds} 秒，已经停下。请另存为 .docx 后再上传，或直接粘贴文字。"),
    ),
    "no_text": ("no_text", gettext_noop("文件里没有文字。请检查是否选对了文件，或直接粘贴文字。")),
}

REMARKS: dict[str, str] = {
    "wrong_ending": gettext_noop("文件名以 .{ending} 结尾，内容其实是 {media}，已按内容读取。"),
    "encoding_guessed": gettext_noop("文件没有说明编码，按 {encoding} 读取；如有乱码请改用 UTF-8 保存。"),
    "mojibake_repaired": gettext_noop("文字曾被错误地转换过编码，已还原；请对照原文核对。"),
    "undecodable_removed": gettext_noop("有 {count} 处文字无法解码，以“\N{REPLACEMENT CHARACTER}”代替。"),
    "cut_off": gettext_noop("文件末尾不完整，最后一个字可能缺失。"),
    "control_removed": gettext_noop("去掉了 {count} 个不可见的控制字符。"),
    "direction_removed": gettext_noop("去掉了 {count} 个改变文字方向的隐藏字符，请核对数字和日期。"),
    "invisible_removed": gettext_noop("去掉了 {count} 个零宽字符。"),
    "tracked_changes": gettext_noop("文件带有修订记录：按接受全部修订后的文字读取，跳过 {count} 处删除。"),
    "hidden_text": gettext_noop("跳过了 {count} 处隐藏文字。"),
    "pictures_not_read": gettext_noop("有 {count} 张图片未读取，图片里的文字不在结果中。"),
    "embedded_not_read": gettext_noop("文件内嵌了 {count} 个其他文档，没有读取。"),
    "header_used": gettext_noop("页眉里的发文机关标志已放在正文之前。"),
    "running_lines_removed": gettext_noop("去掉了 {count} 行页码和重复的页眉页脚。"),
    "radicals_replaced": gettext_noop("有 {count} 个字以部首字符保存，已换成相应的汉字。"),
    "pages_not_read": gettext_noop("有 {count} 页是图片，没有读取。"),
    "ocr": gettext_noop("文字由图像识别得到，可能有错字，请逐项核对。"),
    "ocr_layer": gettext_noop("这是扫描件，文字取自其识别层，可能有错字，请逐项核对。"),
    "ocr_pages_limited": gettext_noop("只识别了前 {count} 页。"),
    "title_from_page": gettext_noop("标题取自网页的标题栏。"),
    "converted": gettext_noop("文件由 LibreOffice 转换后读取。"),
}

Params = dict[str, Any]


class Unreadable(Exception):
    """A file that cannot be read. `code` is stable for programs; `message` says what to do next."""

    def __init__(self, code: str, message: str, params: Params | None = None) -> None:
        super().__init__(code, message, params or {})
        self.code = code
        self.message = message
        self.params = params or {}

    def __str__(self) -> str:
        return self.message.format(**self.params)


class Refusal(Unreadable):
    """An `Unreadable` by its `reason`, a key of `REFUSALS`; several reasons can share one code."""

    def __init__(self, reason: str, **params: Any) -> None:
        code, message = REFUSALS[reason]
        super().__init__(code, message, params)
        self.reason = reason


@dataclass(frozen=True)
class Remark:
    """Something about the file that its reader should know; never a failure."""

    code: str
    message: str
    params: Params = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.params)


def remark(code: str, **params: Any) -> Remark:
    return Remark(code, REMARKS[code], params)


@dataclass(frozen=True)
class Extracted:
    """The text of a file.

    `media` is what the content is (docx, pdf, ofd, txt, html, doc, wps, rtf, image), whatever the name says.
    `pages` is None where the format has no fixed pages. `doubtful` is True when the text came from optical
    character recognition: every finding in it is then to be marked doubtful.
    """

    text: str
    media: str
    pages: int | None = None
    doubtful: bool = False
    remarks: tuple[Remark, ...] = ()
