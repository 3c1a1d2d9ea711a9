"""Every operation of the API against the fixed cast: who may do it, who is told no, for whom it does not exist.

All tokens carry every right, so that what is left is what the person may do. A new operation fails here until its
line stands in `TABLE`.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from sciweek.booking.models import Pool
from sciweek.committee.tests.cast import Cast
from sciweek.config.api import document
from sciweek.config.tests.programs import Program, program, words_in, words_of
from sciweek.outreach.models import Outing

# ok: done, or a refusal of what the person might do; no: 403; --: 404, out of sight; in: 401.
WHO = ("office", "publicity", "auditor", "liaison", "other_liaison", "stranger", "nobody")
ALL = "ok ok ok ok ok ok in"
REGION = "ok ok ok ok ok -- in"
STAFF = "ok ok ok -- -- -- in"
STAFFS = "ok ok ok -- -- ok in"  # the neighbour's office asks for its own
STAFF_OFFICE = "ok no no -- -- -- in"
OFFICE = "ok no no no no -- in"
OFFICE_ONLY = "ok -- -- -- -- -- in"
OFFICES = "ok no no no no ok in"
PAPERS = "ok no no -- -- ok in"
AUDIT = "ok -- ok -- -- -- in"
AUDITS = "ok -- ok -- -- ok in"
UNIT = "ok ok ok ok -- -- in"
UNIT_OFFICE = "ok no no no -- -- in"
UNIT_ACTS = "ok no no ok -- -- in"
ENTERS = "ok no no ok no -- in"
JUDGES = "ok ok no ok -- -- in"
UNIT_PLACE = "ok no no ok no -- in"  # seen by all who work here; changed by the office or its unit's liaison
VENUES = "ok no no no no ok in"
HOOKS = "ok -- -- -- -- ok in"
HOOK = "ok -- -- -- -- -- in"

WEEK, ACTIVITY, BULKS = "/weeks/{week}", "/weeks/{week}/activities/{code}", "/weeks/{week}/bulk/activities"
MESSAGE = "/weeks/{week}/messages/{code}"
PAPER = "/weeks/{week}/papers/{code}"
SESSION = "/weeks/{week}/sessions/{code}"
TERMS, SEATS = "/weeks/{week}/booking-terms/{code}", "/weeks/{week}/seats/{code}"
BOOKING = "/weeks/{week}/bookings/{code}"
VENUE = "/venues/{code}"
OUTING, WISH = "/weeks/{week}/outings/{code}", "/weeks/{week}/wishes/{code}"
TABLE: dict[str, str] = {
    "GET /me": ALL,
    "GET /weeks": ALL,
    "POST /weeks": OFFICES,
    f"GET {WEEK}": REGION,
    f"PATCH {WEEK}": OFFICE,
    f"POST {WEEK}/open": REGION,  # open already: no such move, whoever asks
    f"POST {WEEK}/close": OFFICE,
    f"POST {WEEK}/archive": OFFICE,
    "GET /units": ALL,
    "POST /units": PAPERS,
    "GET /units/{code}": UNIT,
    "PATCH /units/{code}": UNIT_OFFICE,
    "GET /venues": ALL,
    "POST /venues": VENUES,
    f"GET {VENUE}": REGION,
    f"PATCH {VENUE}": UNIT_PLACE,
    f"POST {VENUE}/retire": UNIT_PLACE,
    f"POST {VENUE}/take-back": UNIT_PLACE,
    f"POST {VENUE}/rooms": UNIT_PLACE,
    f"PATCH {VENUE}/rooms/{{room}}": UNIT_PLACE,
    f"POST {VENUE}/closed-times": UNIT_PLACE,
    f"POST {VENUE}/closed-times/{{closed}}/drop": UNIT_PLACE,
    f"GET {WEEK}/participations": REGION,
    f"POST {WEEK}/participations": STAFF_OFFICE,
    f"POST {WEEK}/participations/{{code}}/receipt": UNIT_ACTS,
    f"GET {WEEK}/series": REGION,
    f"POST {WEEK}/series": OFFICE,
    f"GET {WEEK}/series/{{position}}": REGION,
    f"PATCH {WEEK}/series/{{position}}": OFFICE,
    f"GET {WEEK}/activities": REGION,
    f"POST {WEEK}/activities": ENTERS,
    f"GET {ACTIVITY}": UNIT,
    f"PATCH {ACTIVITY}": UNIT_ACTS,
    f"GET {ACTIVITY}/history": UNIT,
    f"GET {ACTIVITY}/opinions": UNIT,
    f"POST {ACTIVITY}/copy": UNIT_ACTS,
    f"POST {ACTIVITY}/picture": UNIT_ACTS,
    f"POST {ACTIVITY}/picture/drop": UNIT_ACTS,
    f"POST {ACTIVITY}/submit": UNIT_ACTS,
    f"POST {ACTIVITY}/return": "ok ok ok ok -- -- in",  # a draft: no such move, whoever asks
    f"POST {ACTIVITY}/approve": "ok ok ok ok -- -- in",
    f"POST {ACTIVITY}/opinion": JUDGES,
    f"POST {ACTIVITY}/publish": UNIT_OFFICE,
    f"POST {ACTIVITY}/hold": "ok ok ok ok -- -- in",
    f"POST {ACTIVITY}/cancel": UNIT_ACTS,
    f"POST {ACTIVITY}/restore": "ok ok ok ok -- -- in",
    f"POST {ACTIVITY}/withdraw": UNIT_OFFICE,
    f"POST {BULKS}/approve": OFFICE,
    f"POST {BULKS}/return": OFFICE,
    f"POST {BULKS}/publish": OFFICE,
    f"POST {BULKS}/opinions": "ok ok no ok ok -- in",
    f"POST {BULKS}/hand-over": OFFICE,
    f"GET {WEEK}/sessions": REGION,
    f"POST {WEEK}/sessions": "ok no no ok -- -- in",  # of the liaison's own activity
    f"GET {SESSION}": UNIT,
    f"PATCH {SESSION}": UNIT_ACTS,
    f"POST {SESSION}/move": UNIT_ACTS,
    f"POST {SESSION}/cancel": UNIT_ACTS,
    f"POST {SESSION}/restore": "ok ok ok ok -- -- in",  # not cancelled: no such move, whoever asks
    f"POST {SESSION}/drop": UNIT_ACTS,
    f"GET {WEEK}/session-warnings": REGION,
    f"GET {WEEK}/releases": REGION,
    f"POST {WEEK}/releases": OFFICE,
    f"GET {WEEK}/release-changes": OFFICE_ONLY,
    f"GET {WEEK}/doors": REGION,
    f"GET {WEEK}/doors/sums": REGION,
    f"GET {SESSION}/door": UNIT,
    f"GET {WEEK}/promotion-services": REGION,
    f"GET {WEEK}/promotion-services/{{code}}": UNIT,
    f"GET {WEEK}/outings": REGION,
    f"GET {OUTING}": REGION,
    f"GET {WEEK}/wishes": REGION,
    f"POST {WEEK}/wishes": "ok no no ok ok -- in",  # for the liaison's unit; another's is a refusal of the field
    f"GET {WISH}": UNIT,
    f"PATCH {WISH}": UNIT_ACTS,
    f"POST {WISH}/foresee": UNIT_ACTS,
    f"POST {WISH}/assign": UNIT_ACTS,
    f"POST {WISH}/move": UNIT_ACTS,
    f"POST {WISH}/take-back": UNIT_ACTS,
    f"POST {WISH}/done": UNIT_ACTS,
    f"POST {WISH}/decline": UNIT_ACTS,
    f"POST {WISH}/reconsider": "ok ok ok ok -- -- in",  # not declined: no such move, whoever asks
    f"POST {WISH}/withdraw": UNIT_ACTS,
    f"GET {WEEK}/visits": REGION,
    f"GET {WEEK}/ceremonies": REGION,
    f"GET {WEEK}/ceremonies/{{code}}": UNIT,
    f"GET {WEEK}/slips": REGION,
    f"GET {WEEK}/slips/{{code}}": UNIT,
    f"POST {WEEK}/slips/{{code}}/fill": UNIT_ACTS,
    f"POST {WEEK}/slips/{{code}}/guests": UNIT_ACTS,
    f"GET {WEEK}/booking-terms": REGION,
    f"GET {TERMS}": UNIT,
    f"PATCH {TERMS}": UNIT_ACTS,
    f"GET {WEEK}/seats": REGION,
    f"POST {WEEK}/seats": "ok no no ok ok -- in",  # shared ones: whoever runs anything may have them
    f"GET {SEATS}": UNIT,
    f"POST {SEATS}/resize": UNIT_ACTS,
    f"POST {SEATS}/close": UNIT_ACTS,
    f"POST {SEATS}/reopen": UNIT_ACTS,
    f"GET {WEEK}/bookings": REGION,
    f"POST {WEEK}/bookings": UNIT_ACTS,
    f"GET {BOOKING}": UNIT,
    f"PATCH {BOOKING}": UNIT_ACTS,
    f"POST {BOOKING}/cancel": UNIT_ACTS,
    f"POST {BOOKING}/move": UNIT_ACTS,
    f"POST {BOOKING}/choose": UNIT_ACTS,
    f"POST {BOOKING}/decline": UNIT_ACTS,
    f"GET {WEEK}/duties": REGION,
    f"POST {WEEK}/duties": OFFICE,
    f"GET {WEEK}/duties/{{code}}": UNIT,
    f"PATCH {WEEK}/duties/{{code}}": UNIT_OFFICE,
    f"POST {WEEK}/duties/{{code}}/addressees": UNIT_OFFICE,
    f"GET {WEEK}/hand-ins": REGION,
    f"GET {WEEK}/hand-ins/{{code}}": UNIT,
    f"GET {WEEK}/hand-ins/{{code}}/files/{{file}}": UNIT,
    f"POST {WEEK}/hand-ins/{{code}}/hand-in": UNIT_ACTS,
    f"POST {WEEK}/hand-ins/{{code}}/accept": UNIT_OFFICE,
    f"POST {WEEK}/hand-ins/{{code}}/return": UNIT_OFFICE,
    f"POST {WEEK}/hand-ins/{{code}}/waive": "ok ok ok ok -- -- in",
    f"POST {WEEK}/hand-ins/{{code}}/claim": "ok ok ok ok -- -- in",
    f"GET {WEEK}/messages": STAFF,
    f"POST {WEEK}/messages": STAFF_OFFICE,
    f"GET {MESSAGE}": STAFF,
    f"POST {MESSAGE}/send": STAFF_OFFICE,
    f"POST {MESSAGE}/withdraw": STAFF_OFFICE,
    f"POST {MESSAGE}/copied": STAFF_OFFICE,
    "GET /groups": HOOKS,
    f"GET {WEEK}/papers": STAFF,
    f"POST {WEEK}/papers": STAFF_OFFICE,
    f"GET {PAPER}": STAFF,
    f"PATCH {PAPER}": STAFF_OFFICE,
    f"GET {PAPER}/text": STAFF,
    f"GET {PAPER}/files/{{which}}": STAFF,
    f"POST {PAPER}/redraft": STAFF_OFFICE,
    f"POST {PAPER}/send": STAFF_OFFICE,
    f"POST {PAPER}/take-back": STAFF,  # a draft: no such move, whoever asks
    f"POST {PAPER}/set-aside": STAFF_OFFICE,
    f"POST {PAPER}/take-up": STAFF,
    f"POST {PAPER}/issue": STAFF_OFFICE,
    "GET /notices": STAFFS,
    "POST /notices": PAPERS,
    "GET /notices/{code}": STAFF,
    "GET /notices/{code}/reading": STAFF,
    "POST /notices/{code}/aside": STAFF_OFFICE,
    "POST /notices/{code}/take-up": STAFF,  # not set aside: no such move
    "GET /webhooks": HOOKS,
    "POST /webhooks": HOOKS,
    "GET /webhooks/{code}": HOOK,
    "PATCH /webhooks/{code}": HOOK,
    "POST /webhooks/{code}/ping": HOOK,
    "GET /webhooks/{code}/deliveries": HOOK,
    f"GET {WEEK}/log": AUDIT,
    "GET /log": AUDITS,
}
WORDS = {200: "ok", 201: "ok", 409: "ok", 422: "ok", 401: "in", 403: "no", 404: "--"}
MULTIPART = {
    f"POST {ACTIVITY}/picture": ("picture", {}),
    f"POST {WEEK}/hand-ins/{{code}}/hand-in": ("files", {"note": "一场"}),
    "POST /notices": ("file", {"role": "own"}),
    f"POST {PAPER}/issue": (
        "scan",
        {"number": "临科字〔2027〕9号", "signer": "沈玥", "issued_on": "2027-04-12"},
    ),
}


def bodies(cast: Cast, code: str) -> dict[str, dict[str, Any]]:
    """The smallest body that fits, where an empty one does not."""
    why, one, many = {"why": "试一试"}, {"seen_version": 1}, {"codes": [code]}
    judged = {"verdict": "open", "basis": "5月6日审查"}
    with cast.inside():
        seats = Pool.objects.get(session__isnull=False).code
        sent_out = {"outing": Outing.objects.get().code, "starts_at": "2027-05-26T09:00:00+08:00"}
    return {
        "POST /weeks": {"title": "又一届", "starts_on": "2028-05-20", "ends_on": "2028-05-27"},
        f"PATCH {WEEK}": one,
        "POST /units": {"name": "新街道", "kind": "street"},
        "PATCH /units/{code}": one,
        f"POST {WEEK}/participations": {"units": [cast.unit.code]},
        "POST /venues": {"name": "区科技馆"},
        f"PATCH {VENUE}": one,
        f"POST {VENUE}/rooms": {"name": "展厅"},
        f"PATCH {VENUE}/rooms/{{room}}": one,
        f"POST {VENUE}/closed-times": {
            "starts_at": "2027-05-26T09:00:00+08:00",
            "ends_at": "2027-05-26T12:00:00+08:00",
        },
        f"POST {WEEK}/series": {"name": "科普讲堂", "kind": "lecture"},
        f"PATCH {WEEK}/series/{{position}}": one,
        f"POST {WEEK}/activities": {"name": "讲座", "kind": "lecture", "unit": cast.unit.code},
        f"PATCH {ACTIVITY}": one,
        f"POST {ACTIVITY}/return": why,
        f"POST {ACTIVITY}/opinion": judged,
        f"POST {ACTIVITY}/cancel": why,
        f"POST {ACTIVITY}/restore": why,
        f"POST {ACTIVITY}/withdraw": why,
        f"POST {BULKS}/approve": many,
        f"POST {BULKS}/return": many | why,
        f"POST {BULKS}/publish": many,
        f"POST {BULKS}/opinions": many | judged,
        f"POST {BULKS}/hand-over": many | why | {"unit": cast.other_unit.code},
        f"POST {WEEK}/sessions": {
            "activity": code,
            "starts_at": "2027-05-26T09:00:00+08:00",
            "ends_at": "2027-05-26T12:00:00+08:00",
        },
        f"PATCH {SESSION}": one,
        f"POST {SESSION}/move": one,
        f"POST {SESSION}/cancel": why,
        f"POST {WEEK}/wishes": {"unit": cast.unit.code},
        f"PATCH {WISH}": one,
        f"POST {WISH}/foresee": sent_out,
        f"POST {WISH}/assign": sent_out,
        f"POST {WISH}/take-back": why,
        f"POST {WISH}/decline": why,
        f"POST {WISH}/withdraw": why,
        f"POST {WEEK}/slips/{{code}}/fill": one | {"guests": [], "sends_nobody": True},
        f"POST {WEEK}/slips/{{code}}/guests": {"name": "钟望江"},
        f"POST {WEEK}/seats": {"name": "大巴", "capacity": 45},
        f"POST {SEATS}/resize": {"capacity": 30},
        f"POST {WEEK}/bookings": {
            "seats": seats,
            "party": {"adults": 2},
            "name": "周远",
            "phone": "13900000002",
            "language": "en",
        },
        f"PATCH {BOOKING}": one | {"party": {"adults": 3}},
        f"POST {BOOKING}/cancel": why,
        f"POST {BOOKING}/move": {"seats": seats},
        f"POST {BOOKING}/decline": why,
        f"POST {WEEK}/duties": {"what": "总结", "due_on": "2027-06-10"},
        f"PATCH {WEEK}/duties/{{code}}": one,
        f"POST {WEEK}/papers": {"kind": "notice"},
        f"PATCH {PAPER}": one,
        f"POST {WEEK}/duties/{{code}}/addressees": {"addressees": [{"unit": cast.other_unit.code}]},
        f"POST {WEEK}/hand-ins/{{code}}/return": why,
        f"POST {WEEK}/messages": {"channel": "copy", "units": [cast.unit.code], "body": "请交照片。"},
        "POST /webhooks": {
            "name": "大屏",
            "address": "https://screen.linjiang.example/hook",
            "events": ["week.opened"],
        },
        "PATCH /webhooks/{code}": one,
    }


def operations() -> list[str]:
    paths = document()["paths"]
    return [
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in paths.items()
        for method in methods
    ]


def test_every_operation_stands_in_the_table() -> None:
    new, gone = set(operations()) - TABLE.keys(), TABLE.keys() - set(operations())
    assert not new, f"add to TABLE who may do this: {', '.join(sorted(new))}"
    assert not gone, f"take these out of TABLE, they are no more: {', '.join(sorted(gone))}"


@pytest.mark.parametrize("who", WHO)
def test_every_operation_answers_everybody_as_the_table_says(
    who: str, lasting_cast: Cast, known: dict[str, dict[str, Any]], db: None
) -> None:
    cast, place = lasting_cast, WHO.index(who)
    words = words_of(cast, known)
    sent, wrong = bodies(cast, known["activities"]["code"]), []
    caller = Program() if who == "nobody" else program(cast, who)
    for name, row in TABLE.items():
        method, _space, path = name.partition(" ")
        path = path.format(**words_in(path, words))
        with transaction.atomic():
            if name in MULTIPART and caller.secret:
                part, fields = MULTIPART[name]
                answer = caller.send(path, fields | {part: SimpleUploadedFile("一.txt", b"x")})
            else:
                answer = caller.ask(method, path, sent.get(name, {}) if method != "GET" else None)
            transaction.set_rollback(True)
        said, expected = WORDS.get(answer.status_code, str(answer.status_code)), row.split()[place]
        fits = answer.status_code != 422 or answer.json()["code"] != "invalid_input"
        if said != expected or not fits:
            wrong.append(
                f"{name}: {said} ({answer.status_code}), not {expected}; {answer.content[:200].decode()}"
            )
    assert not wrong, f"to {who}:\n" + "\n".join(wrong)
