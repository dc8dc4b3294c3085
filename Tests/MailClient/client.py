"""Somebody with an ordinary mail client, on a mailbox of the tests.

    .venv/bin/python Tests/MailClient/client.py wait NEEDLE
    .venv/bin/python Tests/MailClient/client.py answer NEEDLE TEXT

`wait` prints the newest mail of the inbox in which NEEDLE stands, in base64. `answer` answers it as Thunderbird does: to
its Reply-To, with the quote below the text, and with a copy in the folder of sent mail. The account comes by the environment:
MAIL_NAME, MAIL_USER, MAIL_PASSWORD, IMAP_PORT, SMTP_PORT, TLS_CA_FILE.
"""

import base64
import email
import email.policy
import email.utils
import imaplib
import os
import smtplib
import ssl
import sys
import time
import uuid
from email.message import EmailMessage

USER, PASSWORD = os.environ["MAIL_USER"], os.environ["MAIL_PASSWORD"]
TLS = ssl.create_default_context(cafile=os.environ["TLS_CA_FILE"])


def inbox():
    client = imaplib.IMAP4_SSL("localhost", int(os.environ["IMAP_PORT"]), ssl_context=TLS)
    client.login(USER, PASSWORD)
    client.select("INBOX")
    return client


def find(client, needle):
    """The newest mail with the needle in it, as soon as there is one."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        client.noop()
        numbers = client.uid("SEARCH", None, "TEXT", f'"{needle}"')[1][0].split()
        if numbers:
            return client.uid("FETCH", numbers[-1], "(BODY.PEEK[])")[1][0][1]
        time.sleep(0.05)
    sys.exit(f"No mail with “{needle}” has come to {USER}.")


def answer(original, text):
    mail = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=76))
    mail["Message-ID"] = f"<{uuid.uuid4()}@{USER.split('@')[1]}>"
    mail["Date"] = email.utils.format_datetime(email.utils.localtime())
    mail["User-Agent"] = "Mozilla Thunderbird"
    subject = str(original["Subject"])
    mail["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    mail["Content-Language"] = "en-US"
    mail["To"] = str(original["Reply-To"] or original["From"])
    mail["References"] = " ".join(filter(None, [original["References"], original["Message-ID"]]))
    mail["From"] = email.utils.formataddr((os.environ["MAIL_NAME"], USER))
    mail["In-Reply-To"] = str(original["Message-ID"])
    quoted = original.get_body(("plain",)).get_content().rstrip()
    head = f"On {time.strftime('%-m/%-d/%y %H:%M')}, {email.utils.parseaddr(str(original['From']))[0]} wrote:"
    quote = "\n".join(f"> {line}" if line and not line.startswith(">") else f">{line}" for line in quoted.splitlines())
    mail.set_content(f"{text}\n\n{head}\n{quote}\n", cte="8bit", params={"format": "flowed"})
    return mail


def send(mail):
    with smtplib.SMTP("localhost", int(os.environ["SMTP_PORT"]), local_hostname="[127.0.0.1]") as smtp:
        smtp.starttls(context=TLS)
        smtp.login(USER, PASSWORD)
        smtp.send_message(mail)


def main(command, needle, text=""):
    client = inbox()
    raw = find(client, needle)
    if command == "wait":
        print(base64.b64encode(raw).decode())
    else:
        mail = answer(email.message_from_bytes(raw, policy=email.policy.default), text)
        send(mail)
        client.append("Sent", r"(\Seen)", imaplib.Time2Internaldate(time.time()), mail.as_bytes())
    client.logout()


if __name__ == "__main__":
    main(*sys.argv[1:])
