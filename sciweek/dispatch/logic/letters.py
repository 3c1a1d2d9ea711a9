"""函: a bureau asks units for what is still missing. It names to nobody what others owe."""

from sciweek.dispatch.logic import wording
from sciweek.dispatch.logic.material import DutyLine, Material, Party, Wish
from sciweek.dispatch.logic.notices import contact_lines, due_words
from sciweek.dispatch.logic.phrases import day_words, days_words
from sciweek.papers.logic.blocks import Block, Heading, Para

SOON = 7  # days before a date from which a letter may remind of it


def asked_duties(material: Material, unit_id: int | None = None) -> list[DutyLine]:
    """What is late or due within a week, and not in from everybody (or not from the one unit)."""
    return [
        one
        for one in material.duties
        if (one.due_on - material.today).days <= SOON
        and (unit_id in one.owing if unit_id is not None else bool(one.owing))
    ]


def asked_parties(material: Material, unit_id: int | None = None) -> list[Party]:
    """The units that the letter goes to."""
    owing = {pk for one in asked_duties(material, unit_id) for pk in one.owing}
    return [
        party for party in material.parties if party.id in owing and (unit_id is None or party.id == unit_id)
    ]


def asked_items(material: Material, unit_id: int | None) -> list[Block]:
    """What is missing, item by item, with its date and receiver."""
    return [
        Heading(
            3,
            wording.LETTER_LATE.format(
                what=one.what.rstrip("。"),
                due=due_words(one, material.year),
                receiver=one.receiver or wording.NOBODY_NAMED,
            ),
        )
        for one in asked_duties(material, unit_id)
    ]


def letter_body(
    material: Material, wish: Wish, *, notice_title: str = "", notice_number: str = ""
) -> list[Block]:
    """What is asked for, item by item, and until when."""
    days = days_words(material.starts_on, material.ends_on, material.year)
    begins = wording.LETTER_BEGINS_ALONE
    named = ""
    if notice_number:
        begins = wording.LETTER_BEGINS
        named = wording.LETTER_NOTICE.format(title=notice_title, number=notice_number)
    asks = wording.LETTER_ASKS_ONE if wish.unit_id is not None else wording.LETTER_ASKS
    text = begins.format(edition=material.edition, days=days, notice=named)
    lines: list[Block] = [Para(wish.corrects)] if wish.corrects else []
    lines.append(Para(text + asks))
    lines += asked_items(material, wish.unit_id)
    reply = (
        wording.LETTER_REPLY.format(reply_by=day_words(wish.reply_by, material.year))
        if wish.reply_by
        else wording.LETTER_REPLY_SOON
    )
    lines += [Para(reply), Para(wording.LETTER_ENDS)]
    people = contact_lines(material)
    if people:
        lines.append(Para(f"{wording.ASK_AT}{people[0]}"))
    return lines
