"""Every page against a fixed cast: who gets in, who is told no, for whom the page does not exist.

A new page fails here until its line stands in `TABLE`. Requests carry no body, so that a page must bear that too.
"""

from typing import Any

import pytest

from sciweek.committee.tests.cast import WHO, Cast
from sciweek.config.tests.walk import Walker, address, patterns

# One word for each of WHO, in its order: office, publicity, auditor, liaison, other liaison, the office of another
# region, the holder of a personal link, a citizen.
#   ok   the page answers: itself, what is wrong with the form, or a way on
#   --   404: out of sight         no   403: seen, but not to be done         in   to the sign-in
#   405  not by this method        a/b  either: with and without the week in the address
ALL = "ok ok ok ok ok ok ok ok"
NONE = "-- -- -- -- -- -- -- --"
SIGN_IN = "in in in in in in in in"
NO_BODY = "400 400 400 400 400 400 400 400"
NOT_SO = "405 405 405 405 405 405 405 405"
# One's own account: everybody with one. Nobody in the cast has a password or a second factor yet.
KNOWN = "ok ok ok ok ok ok in in"
NOT_SO_KNOWN = "405 405 405 405 405 405 in in"
CONFIRM = "no no no no no no in in"
NOT_SET_UP = "-- -- -- -- -- -- in in"
# The desk of Linjiang, wider and wider. The other region's office has its own lists at addresses without a week.
OFFICE = "ok -- -- -- -- -- -- in"
OFFICES = "ok -- -- -- -- ok/-- -- in"
AUDIT = "ok -- ok -- -- -- -- in"
STAFF = "ok ok ok -- -- -- -- in"
STAFFS = "ok ok ok -- -- ok/-- -- in"
STAFF_OFFICE = "ok no no -- -- ok/-- -- in"
STAFF_RUN = "ok no no -- -- -- -- in"
ENTERS = "ok -- -- ok ok -- ok in"
REGION = "ok ok ok ok ok -- ok in"
REGION_OFFICE = "ok no no no no -- no in"
# Places are seen by everybody who works in the region; the neighbour's office has its own at addresses without a week.
REGION_PLACE = "ok ok ok ok ok ok/-- ok in"
UNIT_PLACE = "ok no no ok no -- ok in"
DESK = "ok ok ok ok ok ok ok in"
# Everybody who works with an account of their own; a neighbour's office at addresses without a week.
ACCOUNTS = "ok ok ok ok ok ok/-- -- in"
# What belongs to the liaison's unit: seen by staff and its people; changed by the office, or by its liaison too.
UNIT = "ok ok ok ok -- -- ok in"
UNIT_OFFICE = "ok no no no -- -- no in"
UNIT_ACTS = "ok no no ok -- -- ok in"
UNIT_GIVES = "ok ok no ok -- -- ok in"
PROMOTES = "ok ok -- -- -- -- -- in"
# What the liaison's unit sends out: the driver's day is the office's and the host's.
HOSTS = "ok -- -- ok -- -- ok in"
# A table that the liaison handed in names people: the office and this liaison see it.
OWN_TABLE = "ok -- -- ok -- -- -- in"
# What is asked for does not exist, whoever asks.
NOWHERE = "-- -- -- -- -- -- -- in"

# Name of the address: (GET, POST).
TABLE: dict[str, tuple[str, str]] = {
    "ping": (ALL, ALL),
    "people_me": (KNOWN, KNOWN),
    "people_erase": (KNOWN, KNOWN),
    "account_login": (ALL, ALL),
    "account_logout": (ALL, ALL),
    "account_inactive": (ALL, NOT_SO),
    "account_reauthenticate": (CONFIRM, CONFIRM),
    "account_change_password": (KNOWN, KNOWN),
    "account_set_password": (KNOWN, KNOWN),
    "account_reset_password": (ALL, ALL),
    "account_reset_password_done": (ALL, NOT_SO),
    "account_reset_password_from_key": (ALL, ALL),
    "account_reset_password_from_key_done": (ALL, NOT_SO),
    "mfa_index": (KNOWN, NOT_SO_KNOWN),
    "mfa_authenticate": (KNOWN, KNOWN),
    "mfa_reauthenticate": (CONFIRM, CONFIRM),
    "mfa_activate_totp": (KNOWN, KNOWN),
    "mfa_deactivate_totp": (NOT_SET_UP, NOT_SET_UP),
    "mfa_view_recovery_codes": (NOT_SET_UP, NOT_SO_KNOWN),
    "mfa_generate_recovery_codes": (KNOWN, KNOWN),
    "mfa_download_recovery_codes": (NOT_SET_UP, NOT_SET_UP),
    "mfa_list_webauthn": (KNOWN, NOT_SO_KNOWN),
    "mfa_add_webauthn": (KNOWN, KNOWN),
    "mfa_reauthenticate_webauthn": (CONFIRM, CONFIRM),
    "mfa_remove_webauthn": (NOT_SET_UP, NOT_SET_UP),
    "mfa_edit_webauthn": (NOT_SET_UP, NOT_SET_UP),
    "mfa_login_webauthn": (KNOWN, KNOWN),
    "socialaccount_connections": (KNOWN, KNOWN),
    "socialaccount_login_cancelled": (ALL, NOT_SO),
    "socialaccount_login_error": (ALL, NOT_SO),
    "people_unknown_identity": (SIGN_IN, SIGN_IN),
    "openid_connect_login": (NONE, NONE),
    "openid_connect_callback": (NONE, NONE),
    "committee:units": (STAFFS, STAFFS),
    "committee:unit_new": (OFFICES, OFFICES),
    "committee:unit_import": (OFFICES, OFFICES),
    "committee:unit_import_template": (OFFICES, OFFICES),
    "committee:unit_import_sheet": (OFFICE, OFFICE),
    "committee:unit_export": (OFFICES, OFFICES),
    "committee:invite_many": (OFFICES, OFFICES),
    "committee:unit_invitations": (OFFICES, OFFICES),
    "committee:unit_invitation_texts": (OFFICES, OFFICES),
    "committee:unit_invitation_print": (OFFICES, OFFICES),
    "committee:unit_invitation_mail": (NOT_SO, OFFICES),
    "committee:receipts": (OFFICES, OFFICES),
    "committee:receipts_export": (OFFICES, OFFICES),
    "committee:unit": (UNIT, UNIT),
    "committee:unit_edit": (UNIT_OFFICE, UNIT_OFFICE),
    "committee:unit_merge": (UNIT_OFFICE, UNIT_OFFICE),
    "committee:link_new": (UNIT_OFFICE, UNIT_OFFICE),
    "committee:receipt": (NOT_SO, UNIT_ACTS),
    "committee:people": (STAFFS, STAFFS),
    "committee:grant": (OFFICES, OFFICES),
    "committee:role_end": (OFFICE, OFFICE),
    "committee:reset": (NOT_SO, OFFICE),
    "committee:erase": (OFFICE, OFFICE),
    "committee:invitation_new": (OFFICES, OFFICES),
    "committee:invitation": (OFFICE, OFFICE),
    "committee:invitation_revoke": (NOT_SO, OFFICE),
    "committee:link": (OFFICE, OFFICE),
    "committee:link_revoke": (NOT_SO, OFFICE),
    "committee:tokens": (ACCOUNTS, ACCOUNTS),
    "committee:token_new": (ACCOUNTS, ACCOUNTS),
    "committee:token_revoke": (NOT_SO, OFFICE),
    "api_reference": (ACCOUNTS, ACCOUNTS),
    "committee:participants": (STAFFS, STAFF_OFFICE),
    "committee:committee": (STAFFS, STAFF_OFFICE),
    "activities:list": (REGION, REGION),
    "activities:new": (ENTERS, ENTERS),
    "activities:counts": (REGION, REGION),
    "activities:chosen": (NOT_SO, REGION),
    "activities:chosen_done": (REGION, REGION),
    "activities:alike": (OFFICE, OFFICE),
    "activities:alike_count": (OFFICE, OFFICE),
    "activities:alike_cancel": (NOT_SO, OFFICE),
    "activities:alike_apart": (NOT_SO, OFFICE),
    "activities:places": (OFFICE, OFFICE),
    "activities:export": (REGION, REGION),
    "activities:import": (ENTERS, ENTERS),
    "activities:import_template": (ENTERS, ENTERS),
    "activities:import_sheet": (OWN_TABLE, OWN_TABLE),
    "activities:activity": (UNIT, UNIT_ACTS),
    "activities:draft": (NOT_SO, ENTERS),
    "activities:copies": (ENTERS, NOWHERE),
    "activities:picture": (UNIT, UNIT_ACTS),
    "activities:history": (UNIT, UNIT),
    "activities:opinion": (NOT_SO, UNIT_GIVES),
    "activities:return": (UNIT_OFFICE, UNIT_OFFICE),
    "activities:move": (NOT_SO, UNIT),
    "activities:series": (REGION, REGION_OFFICE),
    "activities:series_edit": (OFFICE, OFFICE),
    "venues:list": (REGION_PLACE, REGION_PLACE),
    "venues:new": (OFFICES, OFFICES),
    "venues:import": (OFFICES, OFFICES),
    "venues:import_template": (OFFICES, OFFICES),
    "venues:import_sheet": (OFFICE, OFFICE),
    "venues:export": (OFFICES, OFFICES),
    "venues:venue": (REGION, UNIT_PLACE),
    "programme:board": (REGION, REGION),
    "programme:warnings": (REGION, REGION),
    "programme:from_activities": (ENTERS, ENTERS),
    "programme:import": (ENTERS, ENTERS),
    "programme:import_template": (ENTERS, ENTERS),
    "programme:import_sheet": (OWN_TABLE, OWN_TABLE),
    "programme:export": (REGION, REGION),
    "programme:activity": (UNIT, UNIT),
    "programme:new": (UNIT_ACTS, UNIT_ACTS),
    "programme:release": (OFFICE, OFFICE),
    "programme:releases": (REGION, REGION),
    "programme:released": (REGION, REGION),
    "programme:tell": (NOT_SO, OFFICE),
    "programme:session": (UNIT, UNIT_ACTS),
    "programme:move": (UNIT_ACTS, UNIT_ACTS),
    "programme:rest": (UNIT_ACTS, UNIT_ACTS),
    "programme:state": (NOT_SO, UNIT),
    "programme:posters": (REGION, REGION),
    "programme:poster_day": (REGION, REGION),
    "programme:poster_activity": (UNIT, UNIT),
    "programme:poster_session": (UNIT, UNIT),
    "programme:door_sheet": (NOWHERE, NOWHERE),
    "booking:board": (REGION, REGION),
    "booking:policy": (OFFICE, OFFICE),
    "booking:consent": (OFFICE, OFFICE),
    "booking:calls": (ENTERS, ENTERS),
    "booking:call_mark": (NOT_SO, HOSTS),
    "booking:of_session": (UNIT, UNIT),
    "booking:of_activity": (UNIT, UNIT),
    "booking:terms": (UNIT, UNIT_ACTS),
    "booking:shared": (UNIT, UNIT_ACTS),
    "booking:pool": (UNIT, UNIT_ACTS),
    "booking:pool_state": (NOT_SO, UNIT),
    "booking:new": (UNIT_ACTS, UNIT_ACTS),
    "booking:tell": (UNIT_ACTS, UNIT_ACTS),
    "booking:move_all": (UNIT_ACTS, UNIT_ACTS),
    "booking:export": (UNIT, UNIT_ACTS),
    "booking:door_list": (UNIT, UNIT),
    "booking:booking": (UNIT, UNIT_ACTS),
    "booking:state": (NOT_SO, UNIT),
    "booking:move": (NOT_SO, UNIT_ACTS),
    "booking:phone": (NOT_SO, UNIT_ACTS),
    "door:worker": (ALL, NOT_SO),
    "door:shell": (ALL, NOT_SO),
    "door:manifest": (ALL, NOT_SO),
    "door:app": (ALL, NOT_SO),
    "door:day": (ALL, NOT_SO),
    # An empty body is no delivery.
    "door:sync": (NOT_SO, NO_BODY),
    "door:plain": (ALL, ALL),
    "door:board": (REGION, REGION),
    "door:export": (REGION, REGION),
    "door:session": (UNIT, UNIT),
    "door:figures": (UNIT, UNIT),
    "door:pass_new": (UNIT_ACTS, UNIT_ACTS),
    "door:pass": (UNIT_ACTS, UNIT_ACTS),
    "door:pass_revoke": (NOT_SO, UNIT_ACTS),
    "door:switch": (NOT_SO, UNIT_ACTS),
    "promotion:list": (REGION, REGION),
    "promotion:remind": (NOT_SO, REGION_OFFICE),
    "promotion:new": (PROMOTES, PROMOTES),
    "promotion:service": (UNIT, UNIT_GIVES),
    "promotion:accept": (UNIT_OFFICE, UNIT_OFFICE),
    "promotion:sheet": (UNIT, UNIT),
    "promotion:deliverable": (UNIT, UNIT_GIVES),
    "promotion:move": (NOT_SO, UNIT_GIVES),
    "promotion:file": (UNIT, UNIT),
    "outreach:board": (REGION, REGION),
    "outreach:export": (REGION, REGION),
    "outreach:import": (ENTERS, ENTERS),
    "outreach:import_template": (ENTERS, ENTERS),
    "outreach:import_sheet": (OWN_TABLE, OWN_TABLE),
    "outreach:outings": (REGION, REGION),
    "outreach:outing_new": (ENTERS, ENTERS),
    "outreach:outing": (REGION, UNIT_PLACE),
    "outreach:trip": (HOSTS, HOSTS),
    "outreach:trip_file": (HOSTS, HOSTS),
    "outreach:wishes": (REGION, REGION),
    "outreach:wish_new": (ENTERS, ENTERS),
    "outreach:wish": (UNIT, UNIT),
    "outreach:slip": (UNIT, UNIT),
    "outreach:slip_file": (UNIT, UNIT),
    "outreach:slip_calendar": (UNIT, UNIT),
    "trips:trip": (ALL, NOT_SO),
    "ceremonies:list": (REGION, REGION),
    "ceremonies:new": (OFFICE, OFFICE),
    "ceremonies:import": (OFFICE, OFFICE),
    "ceremonies:import_template": (OFFICE, OFFICE),
    "ceremonies:import_sheet": (OFFICE, OFFICE),
    "ceremonies:ceremony": (UNIT, UNIT),
    "ceremonies:edit": (UNIT_OFFICE, UNIT_OFFICE),
    "ceremonies:places": (UNIT_OFFICE, UNIT_OFFICE),
    "ceremonies:replies": (STAFF, STAFF),
    "ceremonies:template": (UNIT_OFFICE, UNIT_OFFICE),
    "ceremonies:remind": (NOT_SO, UNIT_OFFICE),
    "ceremonies:order": (UNIT, UNIT_OFFICE),
    "ceremonies:seating": (UNIT_OFFICE, UNIT_OFFICE),
    "ceremonies:paper": (UNIT_OFFICE, UNIT_OFFICE),
    "ceremonies:slip": (UNIT, UNIT_ACTS),
    "duties:board": (REGION, REGION),
    "duties:new": (OFFICE, OFFICE),
    "duties:duty": (UNIT_OFFICE, UNIT_OFFICE),
    "duties:units": (UNIT_OFFICE, UNIT_OFFICE),
    "duties:reminders": (OFFICE, OFFICE),
    "duties:remind": (NOT_SO, UNIT_OFFICE),
    "duties:hand_in": (UNIT, UNIT_ACTS),
    "duties:move": (NOT_SO, UNIT),
    "duties:file": (UNIT, UNIT),
    "post:outbox": (STAFF, STAFF),
    "post:act": (NOT_SO, STAFF_RUN),
    "post:new": (OFFICE, OFFICE),
    "post:texts": (OFFICE, OFFICE),
    "post:text": (OFFICE, OFFICE),
    "post:places": (OFFICE, OFFICE),
    "post:group_new": (OFFICE, OFFICE),
    "post:group": (OFFICE, OFFICE),
    "post:group_try": (NOT_SO, OFFICE),
    "post:hooks": (OFFICE, OFFICE),
    "post:hook_new": (OFFICE, OFFICE),
    "post:hook": (OFFICE, OFFICE),
    "post:hook_try": (NOT_SO, OFFICE),
    "post:message": (STAFF, STAFF_RUN),
    "post:move": (NOT_SO, STAFF_RUN),
    "notice:list": (STAFFS, STAFFS),
    "notice:new": (OFFICES, OFFICES),
    "notice:by_hand": (OFFICES, OFFICES),
    "notice:review": (STAFF, STAFF),
    "notice:copy": (OFFICE, OFFICE),
    "notice:plan": (OFFICE, OFFICE),
    "notice:source": (STAFF, STAFF),
    "notice:set_aside": (NOT_SO, OFFICE),
    "notice:place": (NOT_SO, STAFF),
    "notice:accept_rest": (NOT_SO, OFFICE),
    "notice:undo_rest": (NOT_SO, OFFICE),
    "notice:add": (OFFICE, OFFICE),
    "notice:row": (STAFF, STAFF),
    "notice:correct": (OFFICE, OFFICE),
    "notice:verdict": (NOT_SO, OFFICE),
    "dispatch:list": (STAFF, STAFF),
    "dispatch:new": (OFFICE, OFFICE),
    "dispatch:table": (STAFF, STAFF),
    "dispatch:paper": (STAFF, STAFF),
    "dispatch:edit": (STAFF_RUN, STAFF_RUN),
    "dispatch:redraft": (STAFF_RUN, STAFF_RUN),
    "dispatch:hand_in": (STAFF_RUN, STAFF_RUN),
    "dispatch:move": (NOT_SO, STAFF_RUN),
    "dispatch:issue": (STAFF_RUN, STAFF_RUN),
    "dispatch:changes": (STAFF, STAFF),
    "dispatch:picture": (STAFF, STAFF),
    "dispatch:file": (STAFF, STAFF),
    "dispatch:templates": (STAFFS, STAFF_OFFICE),
    "dispatch:template_builtin": (STAFFS, STAFFS),
    "dispatch:template": (STAFF, STAFF),
    "dispatch:template_move": (NOT_SO, STAFF_RUN),
    "dispatch:template_picture": (STAFF, STAFF),
    "dispatch:template_file": (STAFF, STAFF),
    "desk:start": (DESK, DESK),
    "desk:weeks": (DESK, DESK),
    "desk:region": (NOT_SO, DESK),
    "desk:home": (REGION, REGION),
    "desk:week_edit": (OFFICE, OFFICE),
    "desk:week_state": (NOT_SO, OFFICE),
    "desk:search": (REGION, REGION),
    "desk:log": (AUDIT, AUDIT),
    "doors:begin": (NONE, NONE),
    "doors:join": (ALL, ALL),
    "doors:leave": (NOT_SO, ALL),
    "doors:enter": (ALL, ALL),
    "files:public": (ALL, ALL),
    "look:living": (ALL, ALL),
    "portal:robots": (ALL, ALL),
    "portal:favicon": (ALL, ALL),
    "portal:weeks": (ALL, ALL),
    "portal:home": (ALL, ALL),
    "portal:activities": (ALL, ALL),
    "portal:activity": (ALL, ALL),
    "portal:notice": (NONE, NONE),
    "portal:programme": (ALL, ALL),
    "portal:programme_map": (ALL, ALL),
    "portal:programme_print": (ALL, ALL),
    "portal:programme_mine": (ALL, ALL),
    "portal:session": (ALL, ALL),
    "portal:session_short": (ALL, ALL),
    "portal:session_book": (ALL, ALL),
    "portal:session_code": (ALL, ALL),
    "portal:session_opening": (ALL, ALL),
    "portal:bookings_find": (ALL, ALL),
    # Whoever has the link; without a word for what is to be done there is nothing to be done.
    "portal:booking": (ALL, NONE),
    # Without a gateway no code is sent: the booking's page says so.
    "portal:booking_code": (ALL, ALL),
    "portal:booking_ics": (ALL, NOT_SO),
    "portal:booking_ticket": (ALL, NOT_SO),
    "portal:ticket_pdf": (ALL, NOT_SO),
    "portal:ticket_png": (ALL, NOT_SO),
    "portal:scanned": (ALL, NOT_SO),
    "portal:programme_ics": (ALL, ALL),
    "portal:programme_feed": (ALL, ALL),
    "portal:programme_embed": (ALL, ALL),
    "portal:schedule_xml": (ALL, ALL),
    "portal:schedule_json": (ALL, ALL),
    "portal:session_ics": (ALL, ALL),
}


def test_every_page_stands_in_the_table() -> None:
    names = {name for name, _words in patterns()}
    new, gone = sorted(names - TABLE.keys()), sorted(TABLE.keys() - names)
    assert not new, f"add to TABLE who may GET and POST these new pages: {', '.join(new)}"
    assert not gone, f"take these pages out of TABLE, they are no more: {', '.join(gone)}"


@pytest.mark.parametrize("who", WHO)
def test_every_page_answers_everybody_as_the_table_says(
    who: str, lasting_cast: Cast, known: dict[str, dict[str, Any]], db: None
) -> None:
    walker, place, wrong = Walker(lasting_cast, who), WHO.index(who), []
    for name, words in patterns():
        for method, row in zip(("GET", "POST"), TABLE.get(name, (ALL, ALL)), strict=True):
            expected = row.split()[place].split("/")
            path = address(name, words, known)
            answer = walker.ask(method, path)
            if answer not in expected:
                wrong.append(f"{method} {name} ({path}) answered {answer}, not {' or '.join(expected)}")
    assert not wrong, f"to {who}:\n" + "\n".join(wrong)


# Names that pages read behind the question mark, and fields of the log's and lists' filters.
ASKED = (
    "q", "page", "unit", "kind", "of", "role", "id", "who", "way", "since", "until", "show", "parent", "only", "lacks", "in",
    "have", "corrects", "shelf", "state", "day", "month", "series", "audience", "text", "name", "why", "verb", "before",
    "opinion", "sort", "theme", "all", "sheet", "when",
)  # fmt: skip


@pytest.mark.parametrize("odd", ["%00", "99999999999999999999", "-%25_%27%22%3C%F0%9F%8E%88%FF"])
def test_odd_words_behind_the_question_mark_break_no_page(
    odd: str, lasting_cast: Cast, known: dict[str, dict[str, Any]], db: None
) -> None:
    walker = Walker(lasting_cast, "office")
    asked = "&".join(f"{name}={odd}" for name in ASKED)
    broken = [
        f"{name}: {answer}"
        for name, words in patterns()
        if (answer := walker.ask("GET", f"{address(name, words, known)}?{asked}")).startswith("5")
    ]
    assert not broken
