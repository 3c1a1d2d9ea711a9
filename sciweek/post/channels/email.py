"""Letters by Django's mailers, with the settings of `mail`."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from sciweek.post.logic.letters import LONGEST_ANSWER, Answer, Letter
from sciweek.post.states import ChannelKind, Outcome

LONGEST = 20_000
REFUSED_FROM = 500  # SMTP: 4xx may be tried again, 5xx may not


class Email:
    kind = ChannelKind.EMAIL
    sends_once = True
    keeps_quiet = True

    def is_ready(self) -> bool:
        return bool(settings.SCIWEEK_SENDS_MAIL)

    def why_too_long(self, subject: str, body: str) -> str:
        return "" if len(body) <= LONGEST else _("邮件最多 %(most)d 个字。") % {"most": LONGEST}

    def send(self, letter: Letter) -> Answer:
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        connection = mailers["default"]
        mail = EmailMessage(
            letter.subject,
            letter.body,
            to=[letter.address],
            # The same at every attempt, so that a mail program knows a repeat.
            headers={"Message-ID": f"<{letter.uid}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        try:
            connection.open()
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Outcome.AGAIN, _code(error), _words(error))
        try:
            connection.send_messages([mail])
        except smtplib.SMTPServerDisconnected as error:
            return Answer(Outcome.UNKNOWN, None, _words(error))
        except smtplib.SMTPException as error:
            code = _code(error)
            refused = code is None or code >= REFUSED_FROM
            return Answer(Outcome.REFUSED if refused else Outcome.AGAIN, code, _words(error))
        except OSError as error:
            return Answer(Outcome.UNKNOWN, None, _words(error))
        except ValueError:  # an address or a header that cannot be written
            return Answer(Outcome.REFUSED, None, _("邮箱地址或标题写不成信头。"))
        finally:
            _hang_up(connection)
        return Answer(Outcome.SENT)


def _hang_up(connection: BaseEmailBackend) -> None:
    """Close; what was said is said, and a goodbye that fails changes nothing."""
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        return


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return max(codes, default=None)
    return getattr(error, "smtp_code", None)


def _words(error: Exception) -> str:
    """The server's words without the address that it may repeat."""
    said = getattr(error, "smtp_error", b"")
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return (text or type(error).__name__)[:LONGEST_ANSWER]
