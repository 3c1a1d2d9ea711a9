"""Every setting of Sciweek in one typed table.

A setting comes from the environment (`SCIWEEK_PORT=9000`), else from one TOML file (`port = 9000`), else from its
default, which works. The file is `sciweek.toml` in the data folder, or whatever `SCIWEEK_CONFIG` names.
`sciweek settings` prints this table and `docs/settings.md` repeats it; a test holds the two together.
Nothing here needs Django, so the command line can ask before it is set up.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

PREFIX = "SCIWEEK_"
PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else None

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class WrongSetting(ValueError):
    """A setting that cannot be read; the message names it and says what it takes."""


def setting(default: Any, help: str, *, choices: tuple[str, ...] = (), group: str) -> Any:
    """One line of the table: its default, what it means, and the words it takes when it takes only some."""
    return field(default=default, metadata={"help": help, "choices": choices, "group": group})


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings as they hold for this process."""

    data: Path = setting(
        (CHECKOUT or Path()) / "var",
        "Folder of everything that must be kept: database, keys, uploads, logs. Back this folder up whole.",
        group="Data",
    )
    database_url: str = setting(
        "",
        "`postgres://user:password@host:5432/name`, or `postgres:///name?host=/run/postgresql` for a socket. "
        "Empty: SQLite, the file `db.sqlite3` in the data folder. `sqlite:///path` names another file.",
        group="Data",
    )
    demo: bool = setting(
        True,
        "Load the fictional demo week at the first start, when the database is empty. "
        "Say `false` before the first start of a real installation.",
        group="Data",
    )
    upload_limit_mb: int = setting(50, "Largest file that a form takes, in MB.", group="Data")
    host: str = setting(
        "0.0.0.0",
        "Address to listen on. `0.0.0.0`: this machine and its local network; `127.0.0.1`: this machine alone, "
        "as behind a proxy that ends TLS.",
        group="Web",
    )
    port: int = setting(
        8000,
        "Port to listen on. When it is taken, the next free one is used and said; with `plain_lan = false` the start "
        "fails, as the proxy would not find it there. `0`: any free port.",
        group="Web",
    )
    workers: int = setting(0, "Web worker processes. `0`: one for each core, at most 8.", group="Web")
    allowed_hosts: tuple[str, ...] = setting(
        ("*",),
        "Host names that requests may carry, separated by commas. `*` lets phones on the local network in by the "
        "machine's address; name the public host name before the public comes.",
        group="Web",
    )
    site_url: str = setting(
        "",
        "Public address, such as `https://week.example.org`. Used in letters, invitations and QR codes, and "
        "trusted as the origin of forms. Empty: the address of the request.",
        group="Web",
    )
    plain_lan: bool = setting(
        True,
        "Serve plain HTTP on a local network: cookies work without TLS. Say `false` before the public comes: "
        "cookies are then sent over HTTPS only, HSTS is on, and `X-Forwarded-Proto` of the proxy is believed.",
        group="Web",
    )
    secret_key_file: Path = setting(
        Path("secret.key"),
        "File of the secret key that signs sessions and links; made at the first start. Relative: in the data folder.",
        group="Secrets",
    )
    field_key_file: Path = setting(
        Path("field.keys"),
        "File of the keys that encrypt phones and names of contacts at rest; made at the first start. Relative: in "
        "the data folder. Without this file a backup cannot be read.",
        group="Secrets",
    )
    ticket_key_file: Path = setting(
        Path("ticket.keys"),
        "File of the keys that sign tickets; made at the first start. Relative: in the data folder. Without this file "
        "no ticket that was given out is known at the door.",
        group="Secrets",
    )
    time_zone: str = setting("Asia/Shanghai", "Time zone of dates and times, an IANA name.", group="Language")
    language: str = setting(
        "zh-hans", "Language of pages without the prefix `/en/`.", choices=("zh-hans", "en"), group="Language"
    )
    staff_second_factor: str = setting(
        "off",
        "`staff`: people with a staff role must set up a second factor (TOTP or passkey) before they can work.",
        choices=("off", "staff"),
        group="Sign-in",
    )
    personal_links: bool = setting(
        True,
        "Offices may give a liaison a personal link that works without an account. `false` switches all of them off.",
        group="Sign-in",
    )
    oidc_name: str = setting("", "Name on the button of a joined OpenID Connect sign-in.", group="Sign-in")
    oidc_issuer: str = setting(
        "", "Issuer address of the OpenID Connect provider. Empty: password sign-in alone.", group="Sign-in"
    )
    oidc_client_id: str = setting("", "Client id at the OpenID Connect provider.", group="Sign-in")
    oidc_client_secret: str = setting("", "Client secret at the OpenID Connect provider.", group="Sign-in")
    oidc_match: tuple[str, ...] = setting(
        ("email", "login"),
        "What ties an identity of the provider to a person who is there: `email` (verified by the provider), "
        "`login` (`preferred_username`), separated by commas. Empty: only invitations and people themselves do.",
        group="Sign-in",
    )
    api_rate: int = setting(
        600, "Requests a minute that one token of the API may make, counted over all processes.", group="API"
    )
    api_rate_unknown: int = setting(
        60, "Requests a minute that one address may make without a valid token.", group="API"
    )
    mail: str = setting(
        "outbox",
        "Where letters go: `outbox` writes files to the folder `outbox` in the data folder, `console` prints them, "
        "`smtp` sends them.",
        choices=("outbox", "console", "smtp"),
        group="Mail",
    )
    mail_url: str = setting(
        "",
        "Mail server for `smtp`: `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`.",
        group="Mail",
    )
    mail_from: str = setting("sciweek@localhost", "Sender of letters.", group="Mail")
    sms_url: str = setting(
        "",
        "Address of the SMS gateway, called by POST with JSON. Empty: there is no SMS; texts can be copied. The demo week's "
        "people have numbers that no network gives out (164 0000 …): nothing is ever sent to them.",
        group="Messages",
    )
    sms_template: str = setting(
        '{"mobile": "{phone}", "content": "{text}"}',
        "The JSON that the gateway takes. `{phone}` (eleven digits), `{text}`, `{id}` (the same at every attempt) and "
        "`{key}` are filled in.",
        group="Messages",
    )
    sms_secret: str = setting(
        "",
        "The gateway's key: put in for `{key}`, or sent as `Authorization: Bearer …` where the template has no `{key}`.",
        group="Messages",
    )
    sms_success: str = setting(
        "",
        'What a good answer of the gateway contains, such as `"code":0`. Empty: every answer with a 2xx code is good.',
        group="Messages",
    )
    webhook_private_networks: bool = setting(
        True,
        "Group robots and webhooks may stand in private networks, as in a government intranet. Say `false` where the "
        "office must not reach machines beside this one; link-local addresses are never called.",
        group="Messages",
    )
    map_tiles: str = setting(
        "",
        "Address of map tiles, such as `https://tiles.example.org/{z}/{x}/{y}.png`; pages may then load pictures from "
        "that host alone. Empty: venues stand on a plain base of our own, and no page asks anybody else.",
        group="Map",
    )
    map_attribution: str = setting("", "Whom the map thanks for its tiles, as their terms ask.", group="Map")
    map_datum: str = setting(
        "wgs84",
        "What the tiles are measured against: `wgs84`, or `gcj02` for maps published in China.",
        choices=("wgs84", "gcj02"),
        group="Map",
    )
    embed_hosts: tuple[str, ...] = setting(
        (),
        "Sites that may show the list of the programme in a frame, such as `https://www.example.org` or "
        "`https://*.example.org`, separated by commas; `*`: every site. Empty: our own pages alone.",
        group="Programme",
    )
    booking_rate_network: int = setting(
        300,
        "Booking forms that one network may send a minute, counted over all processes. `0`: no limit.",
        group="Booking",
    )
    booking_wide_networks: tuple[str, ...] = setting(
        (),
        "Addresses behind which many people stand, such as a school's only one, as `198.51.100.7` or `10.8.0.0/16`, "
        "separated by commas: ten times as many forms.",
        group="Booking",
    )
    log_level: str = setting(
        "INFO",
        "How much goes to `sciweek.log` in the data folder.",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
        group="Running",
    )
    log_digest: str = setting(
        "sha256",
        "Digest of the seals over the log of acts: `sha256`, or `sm3` (GM/T 0004), which this machine's OpenSSL must "
        "know. It holds for new seals; each seal says which one it has.",
        choices=("sha256", "sm3"),
        group="Running",
    )

    def path(self, name: str | Path) -> Path:
        """A path inside the data folder (an absolute one stays as it is)."""
        return self.data / name

    @property
    def static_root(self) -> Path:
        """Where static files are collected: beside the code in a checkout, so that all its data folders share it."""
        return (CHECKOUT or self.data) / "static"

    @property
    def web_workers(self) -> int:
        """Web worker processes, settled."""
        return self.workers or min(os.cpu_count() or 1, 8)


def variable(name: str) -> str:
    """The name of a setting in the environment."""
    return PREFIX + name.upper()


def load(environ: Mapping[str, str]) -> Environment:
    """Read the settings; raises `WrongSetting` for one that is unknown or cannot be read."""
    hints = get_type_hints(Environment)
    given: dict[str, Any] = {
        row.name: (variable(row.name), environ[variable(row.name)])
        for row in fields(Environment)
        if variable(row.name) in environ
    }
    folder = Path(given["data"][1]) if "data" in given else _default(Environment, "data")
    file = Path(environ.get(PREFIX + "CONFIG") or folder / "sciweek.toml")
    for name, value in _file(file).items():
        if name not in hints:
            raise WrongSetting(f"{file}: there is no setting “{name}”. `sciweek settings` lists them all.")
        given.setdefault(name, (f"{file}: {name}", value))
    values = {name: _read(name, hints[name], source, value) for name, (source, value) in given.items()}
    if "data" in values or CHECKOUT is None:
        values["data"] = Path(values.get("data") or folder).resolve()
    return Environment(**values)


@lru_cache(maxsize=1)
def current() -> Environment:
    """The settings of this process, read once."""
    return load(os.environ)


def table() -> tuple[Field[Any], ...]:
    """The rows of the table in the order of the documentation."""
    return fields(Environment)


def _default(kind: type, name: str) -> Any:
    return next(row.default for row in fields(kind) if row.name == name)


def _file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{path} cannot be read: {error}") from error


def _read(name: str, kind: Any, source: str, value: Any) -> Any:
    """The value in the type of its setting, from the environment's text or from TOML's own types."""
    row = next(row for row in fields(Environment) if row.name == name)
    text = str(value).strip()
    if row.metadata["choices"] and text not in row.metadata["choices"]:
        raise WrongSetting(f"{source} takes one of {', '.join(row.metadata['choices'])}, not “{text}”.")
    if kind is bool:
        if text.lower() not in YES | NO:
            raise WrongSetting(f"{source} takes true or false, not “{text}”.")
        return text.lower() in YES
    if kind is int:
        if not text.isdecimal():
            raise WrongSetting(f"{source} takes a whole number, not “{text}”.")
        return int(text)
    if kind is Path:
        return Path(text).expanduser()
    if kind is str:
        return text
    parts = value if isinstance(value, list) else text.split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())
