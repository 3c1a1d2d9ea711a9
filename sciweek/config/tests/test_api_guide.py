"""The examples of the guide are run as they stand there."""

import re
import runpy
import shlex
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sciweek.committee.tests.cast import Cast
from sciweek.config.environment import PACKAGE
from sciweek.config.tests.programs import program
from sciweek.duties.actions import Addressee, add_duty
from sciweek.post.logic.signing import signature
from sciweek.post.states import Event

GUIDE = PACKAGE.parent / "docs" / "guide" / "api.md"
FENCED = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass
class Request:
    """What one line of curl asks for."""

    method: str = "GET"
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    parts: dict[str, Any] = field(default_factory=dict)

    def send(self, client: Client) -> Any:
        if self.parts:
            return client.post(self.url, self.parts, headers=self.headers)
        kind = self.headers.pop("Content-Type", "")
        path = quote(self.url, safe="/?&=%")
        return client.generic(self.method, path, self.body or "", content_type=kind, headers=self.headers)


def commands(guide: Path) -> list[str]:
    """Every curl command of the guide, continued lines joined."""
    blocks = "\n".join(FENCED.findall(guide.read_text(encoding="utf-8"))).replace("\\\n", " ")
    return [f"curl {command}" for command in blocks.split("curl ") if command.strip()]


def read(command: str) -> Request:
    """The command as curl would understand it; an option that the guide does not use yet is an error."""
    words, asked = iter(shlex.split(command)[1:]), Request()
    for word in words:
        match word:
            case "-X":
                asked.method = next(words)
            case "-H":
                name, _colon, value = next(words).partition(": ")
                asked.headers[name] = value
            case "-d":
                asked.body = next(words)
            case "-F":
                name, _sign, value = next(words).partition("=")
                sent = SimpleUploadedFile(value[1:], b"content") if value.startswith("@") else value
                asked.parts[name] = sent
            case _:
                assert not word.startswith("-"), f"the guide uses {word}: teach it to this test"
                asked.url = word
    return asked


def test_the_examples_of_the_guide_work_in_their_order(cast: Cast) -> None:
    office = program(cast, "office")
    with cast.inside():
        duty = add_duty(
            cast.actor("office"),
            cast.week,
            what="活动备案表",
            due_on=date(2027, 5, 7),
            addressees=[Addressee(cast.unit)],
        )
        owed = duty.hand_ins.get()
    known = {
        "SCIWEEK": "",
        "TOKEN": office.secret,
        "WEEK": cast.week.slug,
        "UNIT": cast.unit.code,
        "HAND_IN": owed.code,
        "CODE": "",
        "MESSAGE": "",
    }
    done, states = commands(GUIDE), []
    for command in done:
        # The shell's "'$CODE'" between quotes is the value itself.
        answer = read(Template(command).substitute(known)).send(office.client)
        assert answer.status_code in (200, 201), f"{command}\n{answer.status_code} {answer.content.decode()}"
        said = answer.json()
        if answer.status_code == 201:
            known["CODE"] = said["code"]
        if said.get("new"):
            known["MESSAGE"] = said["new"][0]["code"]
        states.append(said.get("state"))
    assert len(done) > 8
    assert {"handed", "withdrawn"} <= set(states)


def test_the_receiver_of_the_guide_takes_what_is_signed_and_nothing_else(tmp_path: Path) -> None:
    [code] = PYTHON.findall(GUIDE.read_text(encoding="utf-8"))
    program_file = tmp_path / "receiver.py"
    program_file.write_text(code, encoding="utf-8")
    takes = runpy.run_path(str(program_file))["is_from_sciweek"]
    secret, body, now = (
        "whsec_0123456789abcdef",
        '{"event":"ping","data":{"名":"云栖"}}'.encode(),
        int(time.time()),
    )
    assert takes(secret, signature(secret, now, body), body)
    assert not takes("another secret", signature(secret, now, body), body)
    assert not takes(secret, signature(secret, now, body), body + b" ")
    assert not takes(secret, signature(secret, now - 301, body), body)
    for header in ("", "t=1", "t=x,v1=y", f"t={now}", f"t={now},v1=é"):
        assert not takes(secret, header, body)


def test_every_event_of_a_webhook_is_explained() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [event for event in Event if f"| `{event.value}` |" not in text] == []


def test_every_right_is_explained() -> None:
    from sciweek.base.token_scopes import scopes

    text = GUIDE.read_text(encoding="utf-8")
    missing = [name for name in scopes() if f"`{name}`" not in text]
    assert not missing, f"docs/guide/api.md does not say what these rights are for: {missing}"
