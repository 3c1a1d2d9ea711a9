"""The notice and the notice that prints a plan: their paragraphs."""

from collections.abc import Iterator

from sciweek.dispatch.logic import wording
from sciweek.dispatch.logic.material import DutyLine, Material, SeriesLine, Wish
from sciweek.dispatch.logic.phrases import clock_words, day_words, days_words, ended, listed, who
from sciweek.papers.logic.blocks import Block, Heading, Para


def opening(material: Material, asks: str) -> list[Block]:
    """根据…要求，…定于…举办…。现将有关事项通知如下。"""
    days = days_words(material.starts_on, material.ends_on)
    names = [body.short_name for body in material.bodies]
    hold = wording.HOLD.format(
        bodies=listed(names),
        days=days,
        together="共同" if len(names) > 1 else "",
        edition=material.edition,
    )
    return [Para(_basis(material) + hold + asks)]


def notice_body(material: Material, wish: Wish) -> list[Block]:
    """All sections that the week has something for, in the order of such papers."""
    corrected = [Para(wish.corrects)] if wish.corrects else []
    return [*corrected, *opening(material, wording.NOTICE_ASKS), *sections(material)]


def plan_letter(material: Material, wish: Wish, plan_title: str) -> list[Block]:
    """The short text before the plan, with those to ask."""
    corrected = [Para(wish.corrects)] if wish.corrects else []
    asks = wording.PLAN_ASKS.format(plan=plan_title)
    return [*corrected, *opening(material, asks), *contacts(material)]


def plan_body(material: Material) -> list[Block]:
    """The plan itself: what the notice has, without its salutation and contacts."""
    return [Para(wording.PLAN_BEGINS.format(edition=material.edition)), *sections(material, ask=False)]


def sections(material: Material, *, ask: bool = True) -> list[Block]:
    blocks: list[Block] = [
        *time_and_theme(material),
        *directions(material),
        *activities(material),
        *organisation(material),
        *hand_ins(material),
        *requirements(),
    ]
    return blocks + (contacts(material, headed=True) if ask else [])


def _basis(material: Material) -> str:
    return wording.BASIS.format(basis=basis_words(material)) if material.basis else ""


def basis_words(material: Material) -> str:
    """《…》（…号）和《…》（…号）."""
    papers = [
        (f"《{title}》" if title else "") + (f"（{number}）" if number and title else number)
        for title, number in material.basis
    ]
    return "和".join([listed(papers[:-1]), papers[-1]] if len(papers) > 1 else papers)


def time_and_theme(material: Material) -> list[Block]:
    days = days_words(material.starts_on, material.ends_on, weekday=True)
    if not material.theme:
        return [Heading(1, wording.ONLY_TIME), Para(f"{days}。")]
    return [
        Heading(1, wording.TIME_AND_THEME),
        Heading(2, f"{wording.TIME}：", then=f"{days}。"),
        Heading(2, f"{wording.THEME}：", then=ended(material.theme)),
    ]


def directions(material: Material) -> list[Block]:
    if not material.directions:
        return []
    lines: list[Block] = [Heading(1, wording.DIRECTIONS)]
    for heading, text in material.directions:
        paras = [line for line in text.split("\n") if line.strip()]
        lines.append(
            Heading(2, ended(heading), then=ended(paras[0])) if paras else Heading(2, ended(heading))
        )
        lines += [Para(ended(line)) for line in paras[1:]]
    return lines


def activities(material: Material) -> list[Block]:
    if not material.series:
        return []
    lines: list[Block] = [Heading(1, wording.ACTIVITIES)]
    for one in material.series:
        lines.append(Heading(2, one.name))
        lines += [Para(text) for text in _details(one, material.year)]
    return lines


def _details(one: SeriesLine, year: int) -> Iterator[str]:
    if one.starts_on:
        yield f"时间：{days_words(one.starts_on, one.ends_on or one.starts_on, year, weekday=True)}"
    elif one.runs_all_year:
        yield f"时间：{wording.ALL_YEAR}"
    if one.place:
        yield f"地点：{one.place}"
    for label, names in (
        ("主办单位", one.hosts),
        ("承办单位", one.organisers),
        ("协办单位", one.co_organisers),
    ):
        if names:
            yield f"{label}：{listed(names)}"


def organisation(material: Material) -> list[Block]:
    if not material.bodies:
        return []
    many = len(material.bodies) > 1
    names = listed(body.short_name for body in material.bodies)
    text = (wording.COMMITTEE if many else wording.SINGLE_BODY).format(bodies=names, edition=material.edition)
    if material.office:
        text += (wording.OFFICE if many else wording.SINGLE_OFFICE).format(office=material.office)
    return [Heading(1, wording.ORGANISATION), Para(text)]


def due_words(one: DutyLine, year: int) -> str:
    """11月6日17:00."""
    return day_words(one.due_on, year) + (clock_words(one.due_time) if one.due_time else "")


def due_sentence(one: DutyLine, material: Material) -> str:
    """请各单位于11月6日前将…报送…。"""
    values = {
        "who": who(one.units, material.parties, material.region_word),
        "due": due_words(one, material.year),
        "what": one.what.rstrip("。"),
        "receiver": one.receiver or wording.NOBODY_NAMED,
    }
    if one.opens_on:
        return wording.WINDOW.format(**values | {"days": days_words(one.opens_on, one.due_on, material.year)})
    return wording.DUE.format(**values)


def hand_ins(material: Material) -> list[Block]:
    if not material.duties:
        return []
    lines: list[Block] = [Heading(1, wording.HAND_IN)]
    for one in material.duties:
        note = ended(" ".join(one.note.split())) if one.note.strip() else ""
        lines.append(Heading(2, ended(one.what.strip("《》")), then=due_sentence(one, material) + note))
    return lines


def requirements() -> list[Block]:
    return [
        Heading(1, wording.REQUIREMENTS),
        *(Heading(2, ended(heading), then=text) for heading, text in wording.STANDING),
    ]


def contacts(material: Material, *, headed: bool = False) -> list[Block]:
    """Whom to ask: one line each."""
    lines = [Para(text) for text in contact_lines(material)]
    if not lines:
        return []
    head: Block = Heading(1, wording.CONTACTS) if headed else Para(f"{wording.CONTACTS}：")
    return [head, *lines]


def contact_lines(material: Material) -> list[str]:
    """Office, person and telephone on a line; an e-mail address, which must not be torn, on one of its own."""
    lines: list[str] = []
    for one in material.contacts:
        if not (one.phone or one.email):
            continue
        lines.append("　".join(filter(None, (one.office, one.person, one.phone))))
        if one.email:
            lines.append(wording.EMAIL.format(email=one.email))
    return lines
