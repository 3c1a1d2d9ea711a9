"""Whom to ask: office, person, phone and e-mail, however the lines are laid out."""

import re
from dataclasses import dataclass, field

from sciweek.notice.logic.bodies import is_body
from sciweek.notice.logic.deadlines import Due
from sciweek.notice.logic.findings import ContactFinding, Found, Text
from sciweek.notice.logic.layout import Layout, Para, Topic
from sciweek.notice.logic.masthead import Head
from sciweek.notice.logic.source import CJK, Span

_LABEL = re.compile(
    r"(?P<fax>传真(?:电话|号码|号)?|[Ff][Aa][Xx])|(?P<email>电子邮箱|电子邮件|电子信箱"
    r"|邮箱地址|邮箱|信箱|[Ee]-?[Mm]ail|[Mm]ail)"
    r"|(?P<person>(?:业务|活动|具体|工作|技术|会务)?联系人|联络人|联络员|经办人|联系老师)"
    r"|(?P<phone>(?:联系|咨询|办公|服务|报名|监督|固定)?电话(?:号码)?(?:[(/及和、]*传真\)?)?"
    r"|联系方式|手机(?:号码?)?|[Tt]el|[Tt]ELEPHONE|热线)"
    r"|(?P<other>(?:通讯|通信|邮寄|联系|收件|办公|寄送|报送)?地址|邮编|邮政编码|QQ群?号?"
    r"|微信(?:公众)?号?|网址|官网|收件人|QQ|单位地址)"
)
_PHONE = re.compile(
    r"(?<![\d@A-Za-z_.])(?:(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}"
    r"|(?:\+?86[- ]?)?(?:[(]0\d{2,3}[)][- ]?|0\d{2,3}[- ]{0,2})?[2-9]\d{2,3}[- ]?\d{4}(?:(?:-"
    r"|转|[(]转)\d{1,6}[)]?)?|400[- ]?\d{3}[- ]?\d{4}|400[- ]?\d{4}[- ]?\d{3})(?![\d@])(?!年)"
)
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){0,4}\.?")
_SENT_TO = re.compile(
    r"(?:发送|发|报送|报|送|提交|反馈|投稿|传)(?:至|到"
    r"|给)?[^。;@A-Za-z0-9]{0,16}[:]?\s?([A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){0,3}\.[A-Za-z]{2,12})"
)
_WHOLE_EMAIL = re.compile(
    r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){0,3}\.[A-Za-z]{2,12}$"
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公覃仝肖闫付涂代岳展税商佟尧麦帅苟邸卜闭"
)
_TITLE_OF_PERSON = re.compile(
    r"(?:老师|同志|科长|主任|处长|局长|秘书长|部长|先生|女士|主席|经理|站长|所长|工程师|教授|院长)$"
)
_NAME = re.compile(
    rf"[{CJK}](?:[{CJK}·]{{1,4}})(?:老师|同志|科长|主任|处长|局长|秘书长|先生|女士)?$|[{CJK}](?:工|老师)$|小[{CJK}]$"
)
_NOT_NAME = re.compile(
    r"通知|附件|电话|联系|单位|部门|活动|地址|邮编|时间|科技|材料|系统|办公|见|以下|如有|请"
    r"|咨询|或者|发送|北京|上海|市|区|县|省|路|街|号|室|楼"
)


# 报送县科协,邮箱:…,联系电话:… : the address goes with the number behind it.
_MAIL_LAST = re.compile(rf"(?:邮箱|信箱|邮件|[Ee]-?[Mm]ail):? ?(?P<mail>{_EMAIL.pattern}),$")
# 领导小组办公室设在市科技局某科: whom to ask sits there.
_SEAT = re.compile(r"(?:设在|设于|设立在|挂靠在?)")


@dataclass(slots=True)
class _Card:
    office: Span | None = None
    persons: list[Span] = field(default_factory=list)
    phones: list[Span] = field(default_factory=list)
    email: Span | None = None
    broken: Span | None = None
    inherited: bool = False

    @property
    def reachable(self) -> bool:
        return bool(self.phones or self.email or self.broken)


class _Walker:
    """Goes over contact lines token by token and deals them out to cards."""

    def __init__(self, layout: Layout, head: Head, dues: list[Due]) -> None:
        self.layout, self.head = layout, head
        self.view, self.source = layout.view, layout.source
        self.cards: list[tuple[_Card, Text]] = []
        self.card = _Card()
        self.fallback: Text = None
        self.idle = 0
        self.same_line = False
        self.due_paras = {d.para for d in dues}
        self.due_at = {d.para: d.finding.to for d in dues if d.finding.to}
        self.doubted: list[Span] = []

    def flush(self, *, keep_office: bool = False) -> None:
        card = self.card
        if card.reachable:
            self.cards.append((card, self.fallback if card.office is None else None))
        self.card = _Card(office=card.office if keep_office else None)

    def run(self) -> None:
        zone = 0
        for para in self.layout.paras:
            kind = self.layout.annexes[para.zone - 1].kind if para.zone else "main"
            if para.zone != zone:
                self.flush()
                zone, self.idle, self.fallback = para.zone, 0, None
            if kind in {"form", "copy"} or para.meta or para.index in self.head.head_paras[:-1]:
                continue
            if para.index in self.head.signature:
                self.flush()
                continue
            self._para(para, kind)
        self.flush()

    def _para(self, para: Para, kind: str) -> None:
        view = self.view
        text = view[para.body : para.end]
        start = para.body
        has_number = _PHONE.search(text) or _EMAIL.search(text)
        label = _LABEL.search(text)
        if para.index in self.due_paras and not re.search(
            r"(?:联系人|电话|联系方式)[^,。;:]{0,4}[:\d]", text
        ):
            self._rest(para)
            mail = _MAIL_LAST.search(text)
            if mail:
                self._mail(para.body + mail.start("mail"), para.body + mail.end("mail"))
            return
        contact_like = bool(label) or para.topic is Topic.contacts or (has_number and len(text) < 60)
        if para.table:
            self._row(para)
            return
        if kind == "list" and not (label and has_number):
            return
        if (
            (has_number and contact_like)
            or (label and label["person"] and text[label.end() : label.end() + 2].strip()[:1] in {":", "("})
            or (para.topic is Topic.contacts and len(text) < 80)
        ):
            if len(text) > 70 or (label and label.start() > 25):
                region = self._region(para.body, para.end)
                if region is None:
                    self._rest(para)
                    return
                start = region
            self.idle = 0
            if para.is_heading and not has_number and not (label and label["person"]):
                self._office_from(para, text)
                return
            self._line(start, para.end)
            return
        if len(text) <= 32 and self._office_from(para, text):
            return
        self._rest(para)

    def _rest(self, para: Para) -> None:
        self.idle += 1
        if self.card.reachable or self.idle > 1 or para.end - para.start > 60:
            self.flush()
        self.fallback = self.due_at.get(para.index) or (self.fallback if self.idle < 2 else None)

    def _office_from(self, para: Para, text: str) -> bool:
        """A line that names an office for the lines below it."""
        body = re.sub(r"(?:的)?(?:联系方式|联系人|联系电话|咨询电话)?(?:为|如下)?[:]?\s*$", "", text).strip(
            "[]. 、;,"
        )
        if not is_body(body) or para.index in self.head.signature:
            return False
        self.flush()
        at = text.find(body)
        self.card = _Card(office=(para.body + at, para.body + at + len(body)))
        self.idle = 0
        return True

    def _region(self, start: int, end: int) -> int | None:
        """Where the contact part of a long paragraph begins."""
        for match in _LABEL.finditer(self.view, start, end):
            if match["other"]:
                continue
            follow = self.view[match.end() : match.end() + 60]
            if not re.match(r"\s*[:(及、和]|\s*\d|[为是]", follow) or not (
                _PHONE.search(follow) or _EMAIL.search(follow) or match["person"]
            ):
                continue
            if match["email"] and not re.match(r"\s*[:]", follow):
                continue
            clause = max(self.view.rfind(ch, start, match.start()) for ch in "。;(") + 1
            return max(start, clause) if match.start() - clause < 40 else match.start()
        return None

    def _line(self, start: int, end: int) -> None:
        view = self.view
        tokens = sorted(
            [(m.start(), m.end(), m.lastgroup or "other") for m in _LABEL.finditer(view, start, end)]
            + [(m.start(), m.end(), "MAIL") for m in _EMAIL.finditer(view, start, end)]
            + [(m.start(), m.end(), "TEL") for m in _PHONE.finditer(view, start, end)]
        )
        label: str | None = None
        at = start
        last_phone_end = -1
        for a, b, kind in tokens:
            if a < at:
                continue
            self._words(at, a, label)
            if kind in {"MAIL", "TEL"}:
                if kind == "MAIL":
                    self._mail(a, b)
                elif label not in {"fax", "other"}:
                    self._tel(
                        a,
                        b,
                        near=last_phone_end >= 0 and not re.search(rf"[{CJK}]{{2}}", view[last_phone_end:a]),
                    )
                    last_phone_end = b
                elif (
                    label == "other"
                    and "QQ" not in view[max(start, a - 14) : a]
                    and re.match(r"1[3-9]\d{9}", view[a:b])
                ):
                    self._tel(a, b, near=False)
                at = b
                continue
            if kind == "person":
                # 电话:…,联系人:… is one line about one office, whichever stands first.
                self.same_line = view[a - 1] in ",、" and not self.card.persons and not self.card.email
            if kind == "person" and (self.card.persons or self.card.reachable) and not self.same_line:
                self.flush(keep_office=self.card.office is not None)
            elif kind == "phone" and self.card.phones and not self.card.persons and label is None:
                self.flush(keep_office=True)
            label, at = kind, b
        self._words(at, end, label)

    def _words(self, start: int, end: int, label: str | None) -> None:
        """Office and persons in the words between labels and numbers."""
        if label in {"other", "email"}:
            return
        view = self.view
        for match in re.finditer(
            rf"(?:(?<=[ ,;:、/(])|(?<=\A))(?=[{CJK}] [{CJK}](?: |,|、|$|\())[{CJK}] [{CJK}]|[^ ,;:、/()。.\t|]+",
            view[start:end],
        ):
            word, at = match[0], start + match.start()
            seat = _SEAT.search(word)
            if seat:
                word, at = word[seat.end() :], at + seat.end()
            if is_body(word) and len(word) >= (5 if label == "person" else 3):
                if self.card.reachable or self.card.persons:
                    self.flush()
                if self.card.office is None or not self.card.reachable:
                    self.card.office = (at, at + len(word))
            elif self._is_name(word.replace(" ", ""), label):
                if self.card.reachable and not (label == "person" and self.same_line):
                    self.flush(keep_office=True)
                self.card.persons.append((at, at + len(word)))
            else:
                self._office_and_name(word, at, label)

    def _is_name(self, word: str, label: str | None) -> bool:
        if not _NAME.match(word) or len(word) > 8:
            return False
        if label == "person":
            return not is_body(word) or len(word) <= 3
        if label in {"fax", "other"} or re.match(r"周[一二三四五六日]$", word):
            return False
        if _NOT_NAME.search(word) and not _TITLE_OF_PERSON.search(word):
            return False
        return (
            (word[0] in _SURNAMES and len(word) <= 3)
            or bool(_TITLE_OF_PERSON.search(word))
            or word.startswith("小")
        )

    def _office_and_name(self, word: str, at: int, label: str | None) -> None:
        """ "科普处张三" without a sign between: the longest office in front of a name."""
        if not 5 <= len(word) <= 30:
            return
        for cut in (len(word) - 3, len(word) - 2):
            if is_body(word[:cut]) and word[cut] in _SURNAMES and self._is_name(word[cut:], label):
                if self.card.reachable or self.card.persons:
                    self.flush()
                self.card.office = (at, at + cut)
                self.card.persons.append((at + cut, at + len(word)))
                return

    def _tel(self, start: int, end: int, *, near: bool) -> None:
        if self.card.phones and not near:
            self.flush(keep_office=True)
        self.card.phones.append((start, end))

    def _mail(self, start: int, end: int) -> None:
        if self.card.email or self.card.broken:
            self.flush(keep_office=True)
        text = self.view[start:end]
        if _WHOLE_EMAIL.match(text):
            self.card.email = (start, end)
        elif text.endswith(".") and _WHOLE_EMAIL.match(text[:-1]):
            self.card.email = (start, end - 1)
        else:
            self.card.broken = (start, end)

    def _row(self, para: Para) -> None:
        """A table row that holds an office, a person and a number in its cells."""
        cells = [
            (para.start + m.start(), m[0].strip())
            for m in re.finditer(r"[^|\t]+", self.view[para.start : para.end])
        ]
        phones = [(at, c) for at, c in cells if _PHONE.search(c) or _EMAIL.search(c)]
        if not phones or len(cells) > 8 or not any(is_body(c) or self._is_name(c, None) for _, c in cells):
            return
        self.flush()
        self._line(para.start, para.end)
        self.flush()


def read_contacts(layout: Layout, head: Head, dues: list[Due]) -> list[tuple[ContactFinding, Span | None]]:
    """Every contact in order, each with the range of an e-mail address that is cut off, if there is one."""
    walker = _Walker(layout, head, dues)
    walker.run()
    out: list[tuple[ContactFinding, Span | None]] = []
    source = layout.source
    for card, fallback in walker.cards:
        office: Text = fallback
        if card.office:
            office = Found(
                source.say(*card.office), (source.span(*card.office),), "写在联系人、电话之前的单位"
            )
        elif fallback:
            office = Found(fallback.value, fallback.spans, "紧接前文的报送单位")
        person: Text = None
        if card.persons:
            names = [
                re.sub(rf"(?<=[{CJK}]) (?=[{CJK}])", "", source.say(*p))
                for p in _whole_names(layout, card.persons)
            ]
            person = Found(
                "、".join(names), tuple(source.span(*p) for p in card.persons), "“联系人”之后或电话之前的姓名"
            )
        phone: Text = None
        if card.phones:
            phone = Found(
                "、".join(layout.view[p[0] : p[1]] for p in card.phones),
                tuple(source.span(*p) for p in card.phones),
                "“电话”之后或姓名之后的号码",
            )
        email: Text = None
        if card.email:
            email = Found(
                layout.view[card.email[0] : card.email[1]], (source.span(*card.email),), "电子邮箱地址"
            )
        broken = source.span(*card.broken) if card.broken else None
        out.append((ContactFinding(office, person, phone, email), broken))
    return _with_submission_mail(layout, _distinct(out), dues)


def _whole_names(layout: Layout, spans: list[Span]) -> list[Span]:
    """Names with a blank inside (刘 霖) put together again."""
    out: list[Span] = []
    for a, b in spans:
        if (
            out
            and a - out[-1][1] == 1
            and layout.view[out[-1][1]] == " "
            and b - a == 1
            and out[-1][1] - out[-1][0] == 1
        ):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _distinct(found: list[tuple[ContactFinding, Span | None]]) -> list[tuple[ContactFinding, Span | None]]:
    out: list[tuple[ContactFinding, Span | None]] = []
    seen: set[tuple[str | None, ...]] = set()
    for finding, broken in found:
        key = tuple(
            getattr(finding, f).value if getattr(finding, f) else None
            for f in ("office", "phone", "email", "person")
        )
        reach = (None, *key[1:])
        if key not in seen and not (finding.person and reach in seen):
            seen |= {key, reach}
            out.append((finding, broken))
    return out


def _with_submission_mail(
    layout: Layout, found: list[tuple[ContactFinding, Span | None]], dues: list[Due]
) -> list[tuple[ContactFinding, Span | None]]:
    """Where one contact has no address of its own and papers go to one address, that address is theirs."""
    addresses = {
        layout.view[a:b]: (a, b) for d in dues for a, b in d.emails if _WHOLE_EMAIL.match(layout.view[a:b])
    }
    if not addresses:
        addresses = {m[1]: m.span(1) for m in _SENT_TO.finditer(layout.view)}
    if len(found) == 1 and len(addresses) == 1 and found[0][0].email is None and found[0][1] is None:
        (address, span), finding = next(iter(addresses.items())), found[0][0]
        finding.email = Found(
            address,
            (layout.source.span(*span),),
            "材料报送所用的邮箱，文中只有这一处联系人",
            "邮箱写在报送要求里，请核对是否属于该联系人",
        )
    return found
