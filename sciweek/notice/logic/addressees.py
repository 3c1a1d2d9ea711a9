"""Whom a paper addresses: collective names (各街道科技服务站、宣传科、科协；区直有关部门) as groups of units and posts.

What the words settle is chosen; 有关 and 相关 are never guessed: such a group offers the units of its kind and chooses
none. Names that no unit bears are proposed as new units.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

VAGUE = re.compile(r"有关|相关|部分|其他|其它|相应")
ALL = re.compile(r"^(?:请|致|抄送|主送)?(?:各级?|所有|全体|全区|全市|全县|辖区内?|驻[区市县省]各?)")
# Where one addressee ends and the next may begin.
BREAK = re.compile(
    r"[，,；;、。]|以及|(?:及|和|与|并)(?=各|有关|相关|所有|[区县市省]直|科普|科研|新闻|媒体|企业|学校|中小学)"
)
BRACKETS = str.maketrans("()", "（）")
POST = re.compile(
    r"(?:站|科|室|办|股|组|中心|科协|党委|党工委|工委|办事处|人民政府|团委|工会|妇联|文化站)(?:（[^）]*）)?$"
)
OWN_LEVEL = "区县市省州旗镇"

STREET, DEPARTMENT, SCHOOL, BASE = "street", "department", "school", "base"
INSTITUTE, MEDIA, ENTERPRISE, COMMITTEE, OTHER = "institute", "media", "enterprise", "committee", "other"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What must be known of a unit to find it by its name or kind."""

    id: int
    name: str
    kind: str
    short_name: str = ""
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One addressee of a paper. `phrase` is the paper's own wording.

    `chosen`: ids of units that the words settle. `candidates`: ids to pick from. `must_pick`: the office has to say
    whom (or that it says so later). `unknown`: names that no unit bears. `kind`: what new units would be.
    """

    phrase: str
    kind: str
    posts: tuple[str, ...] = ()
    chosen: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    must_pick: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def is_collective(self) -> bool:
        return not self.unknown and (len(self.candidates) != 1 or self.must_pick)


@dataclass(frozen=True, slots=True)
class _Collective:
    """A collective noun: `words` at the start of the wording (各, 有关 taken off), the kind, which names belong."""

    words: re.Pattern[str]
    kind: str
    names: re.Pattern[str] | None = None
    not_names: re.Pattern[str] | None = None
    bare: bool = False  # recognised without 各 before it


def _noun(words: str, kind: str, *, names: str = "", not_names: str = "", bare: bool = False) -> _Collective:
    return _Collective(
        re.compile(words),
        kind,
        re.compile(names) if names else None,
        re.compile(not_names) if not_names else None,
        bare,
    )


HIGHER_SCHOOL = "(?:大学|学院|高等|高专)(?!附)"  # 师范学院附属小学 is a primary school
NOUNS = (
    _noun(r"[^，、]{0,20}(?:组委会|领导小组|联席会议)?成员单位", COMMITTEE, bare=True),
    _noun(
        r"(?:乡镇|镇街|街镇|镇乡|街道|镇|乡|街)(?:（[^）]*）)?(?:、?(?:街道|乡镇|镇|乡))?(?:（[^）]*）)?"
        r"(?:办事处|人民政府|政府)?(?:（[^）]*办[^）]*）)?",
        STREET,
    ),
    _noun(r"(?:社区|村居|村（居）|村（社区）|行政村)(?:居委会|村委会)?", OTHER, names="社区|村", bare=True),
    _noun(r"[区县市省州]?(?:高校|高等(?:院校|学校)|大专院校|院校)", SCHOOL, names=HIGHER_SCHOOL, bare=True),
    _noun(r"[区县市省州]?幼儿园", SCHOOL, names="幼儿园", bare=True),
    _noun(
        r"[区县市省州]?(?:属|直)?(?:公办|民办)?(?:中小学校?|中学|小学)(?:、?幼儿园)?",
        SCHOOL,
        not_names=f"{HIGHER_SCHOOL}|幼儿园",
        bare=True,
    ),
    _noun(r"[区县市省州]?(?:属|直)?(?:大中小)?学校?(?=$|（|[^会])", SCHOOL, bare=True),
    _noun(
        r"(?:(?:国家|省|市|区|县)级?、?)*(?:科普|科技|科学家精神|研学)?（?(?:科普|教育|科普教育)?）?(?:教育)?(?:示范)?基地"
        r"|(?:科普|科技)场馆|科技馆",
        BASE,
        bare=True,
    ),
    _noun(
        r"(?:驻[区市县])?(?:科研院所|科研机构|科研单位|研究院所|研究所|研究院|重点实验室)",
        INSTITUTE,
        bare=True,
    ),
    _noun(r"(?:驻[区市县])?(?:新闻单位|新闻媒体|主流媒体|新闻宣传单位|媒体)", MEDIA, bare=True),
    _noun(r"(?:科技型|高新技术|重点|规上|科技)?(?:中小)?企业", ENTERPRISE, bare=True),
    _noun(
        r"[区县市省州]?(?:级)?(?:学会|协会|学（协）会|研究会|社会组织)",
        OTHER,
        names="学会|协会|研究会|促进会",
        bare=True,
    ),
    _noun(
        r"[区县市省州]?(?:委)?(?:直属?|级|属|政府)?(?:机关)?(?:各)?(?:有关|相关)?(?:直属)?"
        r"(?:部门|委办局|部委办局|委、办、局|部委|机关|局(?:室)?(?=$))",
        DEPARTMENT,
        bare=True,
    ),
    _noun(r"[区县市省州]直(?:各)?(?:有关|相关)?(?:单位|企事业单位)", DEPARTMENT, bare=True),
)
STREET_AGAIN = re.compile(r"(?:街道|乡镇|镇|乡)(?:办事处|人民政府|政府)?")
PREFIXED = re.compile(rf"{ALL.pattern}|^[区县市省]直")
SUB_REGION = re.compile(
    r"(?:区县|县区|县（市、区）|县（市）区|区（县、市）|区市县|市县|市（州）|市州|区|县|市)(?=[^直级属委]|$)"
)
ANYBODY = re.compile(r"(?:参[加与赛展]|承办|主办|协办|活动|报送|推荐)?单位$|^单位")


def resolve(phrases: Iterable[str], units: Sequence[UnitFacts], *, places: Sequence[str] = ()) -> list[Group]:
    """The groups that the phrases name, in their order; the same wording twice is one group.

    `places`: names of the region and its parents, so that 区教育局 and 云川市临江区教育局 are one.
    """
    found: list[Group] = []
    for phrase in phrases:
        for group in _of_phrase(phrase, units, places):
            known = next((n for n, one in enumerate(found) if one.phrase == group.phrase), None)
            if known is None:
                found.append(group)
            else:
                posts = tuple(dict.fromkeys((*found[known].posts, *group.posts)))
                found[known] = replace(found[known], posts=posts)
    return found


def _of_phrase(phrase: str, units: Sequence[UnitFacts], places: Sequence[str]) -> list[Group]:
    groups: list[Group] = []
    for item in split(phrase):
        group = _collective(item, units)
        if groups and STREET_AGAIN.fullmatch(item) and groups[-1].kind == STREET:
            # 各乡镇人民政府、街道办事处: one group under two names
            groups[-1] = replace(groups[-1], phrase=f"{groups[-1].phrase}、{item}")
            continue
        if group is not None and groups and groups[-1].must_pick and not PREFIXED.match(item):
            # 有关科研机构和企业: what is vague of the first is vague of the second
            group = replace(group, chosen=(), must_pick=True)
        if group is None and groups and groups[-1].is_collective and _is_post(item, units):
            groups[-1] = replace(
                groups[-1],
                posts=(*groups[-1].posts, item),
                phrase=f"{groups[-1].phrase}、{item}",
            )
            continue
        groups.append(group or _named(item, units, places))
    return groups


def split(phrase: str) -> list[str]:
    """A phrase in its single addressees; what stands in brackets stays together."""
    text = "".join(phrase.split()).translate(BRACKETS).strip("：:。，、；")
    parts, depth, start = [], 0, 0
    at = 0
    while at < len(text):
        depth += {"（": 1, "）": -1}.get(text[at], 0)
        cut = BREAK.match(text, at) if depth <= 0 else None
        if cut is not None and cut.end() > at:
            parts.append(text[start:at])
            at = start = cut.end()
            continue
        at += 1
    parts.append(text[start:])
    return [part.removeprefix("请").removeprefix("致") for part in parts if part]


def _collective(item: str, units: Sequence[UnitFacts]) -> Group | None:
    """The group of a collective name; None for a name of one unit."""
    vague = bool(VAGUE.search(item))
    said_all = ALL.match(item)
    rest = ALL.sub("", item)
    rest = re.sub(r"^(?:各)?(?:有关|相关|部分|其他|其它)(?:的)?", "", rest)
    prefixed = rest != item
    for noun in NOUNS:
        match = noun.words.match(rest)
        if match is None or not match.group(0) or not (prefixed or noun.bare):
            continue
        tail = rest[match.end() :]
        if not prefixed and tail:
            continue  # 科普基地协会, 学校路小学: a name that only begins like a collective
        kind_ids = [
            unit.id
            for unit in units
            if unit.kind == noun.kind
            and (noun.names is None or noun.names.search(unit.name))
            and (noun.not_names is None or not noun.not_names.search(unit.name))
        ]
        posts = _posts(tail)
        return Group(item, noun.kind, posts, () if vague else tuple(kind_ids), tuple(kind_ids), vague)
    if prefixed and said_all and (match := SUB_REGION.match(rest)):
        tail = rest[match.end() :]
        ids = [unit.id for unit in units if tail and unit.name.endswith(tail)]
        return Group(
            item, OTHER, (), () if vague else tuple(ids), tuple(ids) or _all(units), vague or not ids
        )
    if ANYBODY.search(rest) and (prefixed or rest == "单位"):
        # “各单位” says all of them, whoever they are; “有关单位” does not say whom.
        return Group(item, OTHER, (), () if vague else _all(units), _all(units), vague)
    return None


def _all(units: Sequence[UnitFacts]) -> tuple[int, ...]:
    return tuple(unit.id for unit in units)


def _posts(tail: str) -> tuple[str, ...]:
    """What follows the collective noun: posts inside each unit (科技服务站), not mere 单位."""
    tail = tail.strip("的")
    return (tail,) if tail and tail not in ("单位", "部门", "等") else ()


def _is_post(item: str, units: Sequence[UnitFacts]) -> bool:
    """Whether the item names a post inside the units before it rather than a unit of its own."""
    if any(item in unit.posts for unit in units):
        return True
    if any(item in (unit.name, unit.short_name) for unit in units):
        return False
    return bool(POST.search(item)) and item[0] not in OWN_LEVEL and len(item) <= 12


def _named(item: str, units: Sequence[UnitFacts], places: Sequence[str]) -> Group:
    found = _find(item, units, places)
    if len(found) == 1:
        return Group(item, found[0].kind, (), (found[0].id,), (found[0].id,))
    if found:
        ids = tuple(unit.id for unit in found)
        return Group(item, found[0].kind, (), (), ids, must_pick=True)
    return Group(item, guess_kind(item), unknown=(item,))


def _find(item: str, units: Sequence[UnitFacts], places: Sequence[str]) -> list[UnitFacts]:
    """Units that the name can mean: the very name first, then the name without its place."""
    exact = [unit for unit in units if item in (unit.name, unit.short_name)]
    if exact:
        return exact
    wanted = _forms(item, places)
    return [unit for unit in units if wanted & (_forms(unit.name, places) | _forms(unit.short_name, places))]


def _forms(name: str, places: Sequence[str]) -> set[str]:
    """The ways in which papers shorten a unit's name: without 中共, without the place, without 区."""
    if not name:
        return set()
    base = name.removeprefix("中共")
    for place in sorted(filter(None, places), key=len, reverse=True):
        stem = place[:-1] if place[-1] in OWN_LEVEL and len(place) > 2 else place
        if base.startswith(place) and len(base) > len(place):
            base = base[len(stem) :]
    forms = {name, base}
    if len(base) > 3 and base[0] in "区县市省" and base[1] not in "委政直":
        forms.add(base[1:])
    # 科学技术局 and 科技局 are one to every reader of such papers.
    return {
        form
        for one in forms
        for form in (one, one.replace("科学技术协会", "科协").replace("科学技术", "科技"))
    }


def guess_kind(name: str) -> str:
    """The kind that a unit's name suggests."""
    for pattern, kind in (
        (r"街道|乡$|镇$|镇人民政府|乡人民政府|管委会", STREET),
        (r"大学|学院|中学|小学|学校|幼儿园", SCHOOL),
        (r"基地|科技馆|博物馆|植物园|天文馆|展馆", BASE),
        (r"研究院|研究所|实验室|科学院", INSTITUTE),
        (r"电视|广播|日报|晚报|融媒体|报社|网$", MEDIA),
        (r"公司|集团|厂$", ENTERPRISE),
        (r"局$|委$|部$|办$|科协|科学技术协会|政府|团委|妇联|工会|中心$", DEPARTMENT),
    ):
        if re.search(pattern, name):
            return kind
    return OTHER


# --- who owes what a deadline asks for ---------------------------------------------------------------------------

SENTENCE_END = "。；;！!？?\n"
WHEN = re.compile(
    r"(?:(?:\d{4}|[二〇○零一二三四五六七八九]{4})年)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月"
)
LEAD = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?(?:\s|同时|此外|另外|另|并|凡|还|请|望|希望|要求|，|,)*"
)
TRAIL = re.compile(
    r"(?:请|务必|必须|须|需|要|应当|应|可|统一|分别|将|把|于|在|自|从|截至|截止到?|最迟|，|,|\s)+$"
)
ADDRESSES = re.compile(
    r"^(?:各|有关|相关|全[区市县]|所有|辖区|驻|[区县市省]直|[区县市省](?:教|科|文|卫|委)|凡)"
)


def subject_of(text: str, span: Sequence[int]) -> str:
    """Who the sentence around the evidence asks to do it (请各街道…于6月16日前…); empty when it does not say."""
    start = max(text.rfind(end, 0, span[0]) for end in SENTENCE_END) + 1
    stops = [at for at in (text.find(end, span[1]) for end in SENTENCE_END) if at >= 0]
    sentence = text[start : min(stops, default=len(text))]
    when = WHEN.search(sentence, max(0, span[0] - start)) or WHEN.search(sentence)
    before = sentence[: when.start()] if when else sentence
    for part in reversed(re.split(r"[，,：:]", TRAIL.sub("", before))):
        who = TRAIL.sub("", LEAD.sub("", part)).strip()
        if 1 < len(who) <= 60 and ADDRESSES.match(who):
            return who
    return ""
