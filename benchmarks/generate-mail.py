#!/usr/bin/env python3
"""Writes a set of support mail for the benchmarks: the same seed gives the same bytes.

    generate-mail.py --seed 1 --count 2000 --out DIR        a folder of .eml files
    generate-mail.py --seed 1 --count 2000 --out FILE.mbox  one mbox

70 % open a conversation; 30 % answer an earlier mail of the same sender and name it in In-Reply-To and References.
Text, text with HTML, HTML alone; English and Russian in four charsets; 15 % carry a file of 10 to 200 KB.
Senders are spread over so many addresses and domains that no limit on automatic answers per person or domain is met.
"""
import argparse
import base64
import collections
import datetime
import html
import pathlib
import quopri
import random
import re

from vocabulary import ATTRIBUTION, FAREWELLS, FIRST_NAMES, GREETINGS, LAST_NAMES, PARTS, SENTENCES, SUBJECTS, THINGS

REPLY_SHARE = 0.30
ATTACHMENT_SHARE = 0.15
ATTACHMENT_BYTES = (10_000, 200_000)
QUOTE_LIMIT = 3_000
FIRST_DATE = datetime.datetime(2026, 1, 5, 8, 0, tzinfo=datetime.timezone.utc)
SHOP = "support@lampwright.example"

Person = collections.namedtuple("Person", "name address language")
Mail = collections.namedtuple("Mail", "sender subject date message_id parents text")


def main():
    options = arguments()
    chance = random.Random(options.seed)
    counts = collections.Counter()
    writer = Mbox(options.out) if options.out.suffix == ".mbox" else Folder(options.out)
    with writer:
        for number, mail in enumerate(correspondence(chance, options.count, options.senders), start=1):
            files = [attachment(chance)] if chance.random() < ATTACHMENT_SHARE else []
            raw = composed(mail, files, chance)
            writer.add(number, raw)
            counts.update(mails=1, replies=bool(mail.parents), with_file=bool(files), bytes=len(raw))
    new = counts["mails"] - counts["replies"]
    print(f"{counts['mails']} mails: {new} new, {counts['replies']} replies, {counts['with_file']} with a file, "
          f"{options.senders} senders, {counts['bytes'] / 1e6:.1f} MB")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000, help="mails to write (default 2000)")
    parser.add_argument("--senders", type=int, default=700, help="different senders (default 700)")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    return parser.parse_args()


# --- Who writes what ---------------------------------------------------------------------------------------------


def correspondence(chance, count, senders):
    """The mails in the order of their sending; a reply always comes after what it answers."""
    people = [person(chance, number) for number in range(senders)]
    replies = round(count * REPLY_SHARE)
    kinds = ["reply"] * replies + ["new"] * (count - replies)
    chance.shuffle(kinds)
    kinds.insert(0, kinds.pop(kinds.index("new")))
    newest = []  # the newest mail of every conversation
    opened = 0
    for number, kind in enumerate(kinds):
        date = FIRST_DATE + datetime.timedelta(seconds=97 * number)
        message_id = f"<{number:06d}.{chance.getrandbits(48):012x}@mail.example>"
        if kind == "new":
            mail = opening(chance, people[opened % senders], date, message_id)
            opened += 1
            newest.append(mail)
        else:
            place = chance.randrange(len(newest))
            mail = newest[place] = answer(chance, newest[place], date, message_id)
        yield mail


def person(chance, number):
    language = "ru" if number % 2 else "en"
    name = f"{chance.choice(FIRST_NAMES[language])} {chance.choice(LAST_NAMES[language])}"
    return Person(name, f"customer{number}@firm{number % 97}.example", language)


def opening(chance, sender, date, message_id):
    subject = filled(chance.choice(SUBJECTS[sender.language]), chance, sender.language)
    return Mail(sender, subject, date, message_id, [], letter(chance, sender, paragraphs=chance.randint(1, 5)))


def answer(chance, earlier, date, message_id):
    sender = earlier.sender
    attribution = ATTRIBUTION[sender.language].format(date=earlier.date.strftime("%d.%m.%Y, %H:%M"), name=sender.name)
    quote = "\n".join(f"> {line}" for line in earlier.text[:QUOTE_LIMIT].splitlines())
    text = f"{letter(chance, sender, paragraphs=chance.randint(1, 2))}\n{attribution}\n\n{quote}\n"
    subject = "Re: " + earlier.subject.removeprefix("Re: ")
    return Mail(sender, subject, date, message_id, [*earlier.parents, earlier.message_id], text)


def letter(chance, sender, paragraphs):
    language = sender.language
    body = "\n\n".join(
        " ".join(filled(chance.choice(SENTENCES[language]), chance, language) for _ in range(chance.randint(2, 6)))
        for _ in range(paragraphs))
    return f"{chance.choice(GREETINGS[language])}\n\n{body}\n\n{chance.choice(FAREWELLS[language])}\n{sender.name}\n"


def filled(pattern, chance, language):
    return pattern.format(
        n=chance.randint(10_000, 99_999), day=chance.randint(2, 28), thing=chance.choice(THINGS[language]),
        part=chance.choice(PARTS[language]), name=chance.choice(FIRST_NAMES[language]))


def attachment(chance):
    name, mime_type = chance.choice(
        [("photo.jpg", "image/jpeg"), ("scan.pdf", "application/pdf"), ("screen.png", "image/png"),
         ("list.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")])
    return name, mime_type, chance.randbytes(chance.randint(*ATTACHMENT_BYTES))


# --- Bytes of a message --------------------------------------------------------------------------------------------


def composed(mail, files, chance):
    charset = chance.choice(["utf-8", "utf-8", "windows-1251", "koi8-r"]) if mail.sender.language == "ru" else "utf-8"
    encoding = chance.choice(["8bit", "quoted-printable", "base64"])
    text = part("text/plain", mail.text, charset, encoding)
    page = part("text/html", html_of(mail.text), charset, encoding)
    boundary = f"=_{chance.getrandbits(64):016x}"
    body = chance.choices([text, multipart("alternative", boundary + "a", [text, page]), page], [40, 45, 15])[0]
    if files:
        body = multipart("mixed", boundary + "m", [body] + [file_part(*file) for file in files])
    return (headers(mail, charset) + body).replace(b"\n", b"\r\n")


def headers(mail, charset):
    sender = mail.sender
    lines = [
        f"Return-Path: <{sender.address}>",
        f"Received: from relay.example (relay.example [192.0.2.1]) by mx.lampwright.example with ESMTPS;\n"
        f" {rfc5322(mail.date)}",
        f"From: {encoded(sender.name, charset)} <{sender.address}>",
        f"To: Lampwright <{SHOP}>",
        f"Subject: {encoded(mail.subject, charset)}",
        f"Date: {rfc5322(mail.date)}",
        f"Message-ID: {mail.message_id}",
    ]
    if mail.parents:
        lines += [f"In-Reply-To: {mail.parents[-1]}", "References: " + "\n ".join(mail.parents[-10:])]
    return ("\n".join(lines) + "\nMIME-Version: 1.0\n").encode("ascii")


def part(mime_type, content, charset, encoding):
    data = content.encode(charset, "replace")
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    elif any(len(line) > 900 for line in data.split(b"\n")):
        return part(mime_type, content, charset, "quoted-printable")
    return f"Content-Type: {mime_type}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + data


def file_part(name, mime_type, content):
    head = (f'Content-Type: {mime_type}; name="{name}"\nContent-Transfer-Encoding: base64\n'
            f'Content-Disposition: attachment; filename="{name}"\n\n')
    return head.encode() + base64.encodebytes(content)


def multipart(subtype, boundary, parts):
    inside = b"".join(b"--%b\n%b\n" % (boundary.encode(), each) for each in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"\n\n'.encode() + inside + f"--{boundary}--\n".encode()


def html_of(text):
    """Paragraphs, with the quoted lines in a blockquote, in the manner of web mail."""
    own, _, quoted = text.partition("\n> ")
    paragraphs = "".join(f"<p>{html.escape(each)}</p>\n".replace("\n", "<br>\n", each.count("\n"))
                         for each in own.split("\n\n"))
    if quoted:
        lines = [line.removeprefix("> ") for line in quoted.splitlines()]
        paragraphs += f'<blockquote type="cite">{"<br>".join(html.escape(line) + chr(10) for line in lines)}</blockquote>\n'
    return f"<html><head><style>p {{ margin: 0 0 12px }}</style></head><body>\n{paragraphs}</body></html>\n"


def encoded(text, charset):
    """RFC 2047 words, each short enough and cut between characters."""
    if text.isascii():
        return text
    pieces = re.findall(".{1,15}", text)
    return "\n ".join(f"=?{charset}?B?{base64.b64encode(piece.encode(charset, 'replace')).decode()}?=" for piece in pieces)


def rfc5322(date):
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[date.weekday()]
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[date.month - 1]
    return f"{day}, {date.day} {month} {date.year} {date:%H:%M:%S} +0000"


# --- Where it goes ---------------------------------------------------------------------------------------------------


class Folder:
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.path.mkdir(parents=True, exist_ok=True)

    def __exit__(self, *_):
        pass

    def add(self, number, raw):
        (self.path / f"{number:06d}.eml").write_bytes(raw)


class Mbox:
    """mboxrd: lines that look like a separator get one more `>`."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("wb")

    def __exit__(self, *_):
        self.file.close()

    def add(self, number, raw):
        quoted = re.sub(rb"(?m)^(>*From )", rb">\1", raw.replace(b"\r\n", b"\n"))
        self.file.write(b"From MAILER-DAEMON Mon Jan  5 08:00:00 2026\n" + quoted + b"\n")


if __name__ == "__main__":
    main()
