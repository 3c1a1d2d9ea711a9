from sciweek.outreach.tests.town import Town, at


def test_the_board_shows_who_goes_where(town: Town) -> None:
    outing = town.outing()
    town.visit(outing, at(9))
    town.wish(outing, people=77)
    page = town.cast.client("office").get(f"/desk/w/{town.cast.week.slug}/outreach/").content.decode()
    assert "会跳舞的水" in page
    assert "余 1" in page
