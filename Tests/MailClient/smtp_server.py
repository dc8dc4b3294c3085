"""A second SMTP server, which is not ours: aiosmtpd with STARTTLS and AUTH, which hands its mail on to Dovecot by LMTP.

    .venv/bin/python Tests/MailClient/smtp_server.py PORT LMTP_PORT CERTIFICATE KEY PASSWORD

Whoever knows the password may send from the address that is the user name, to anybody in example.test.
"""

import asyncio
import smtplib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Post:
    """What the server does with envelopes."""

    def __init__(self, lmtp_port):
        self.lmtp_port = lmtp_port

    async def handle_MAIL(self, server, session, envelope, address, options):
        login = session.auth_data.decode() if session.auth_data else ""
        if address and address.split("+")[0].split("@")[0] != login.split("@")[0]:
            return "553 5.7.1 Sender address rejected: not owned by auth user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not address.lower().endswith("@example.test"):
            return "550 5.7.1 Relaying denied"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.get_running_loop().run_in_executor(None, self.deliver, envelope)
        return "250 2.0.0 Delivered"

    def deliver(self, envelope):
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            lmtp.sendmail(envelope.mail_from or "", envelope.rcpt_tos, envelope.content)


async def main(port, lmtp_port, certificate, key, password):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)

    def authenticate(server, session, envelope, mechanism, data):
        isright = data.password.decode() == password
        return AuthResult(success=isright, auth_data=data.login if isright else None, handled=isright)

    def connection():
        return SMTP(
            Post(lmtp_port), tls_context=tls, require_starttls=True, authenticator=authenticate, auth_required=True,
            enable_SMTPUTF8=True, hostname="mx.example.test", ident="ESMTP")

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    port, lmtp_port, certificate, key, password = sys.argv[1:]
    asyncio.run(main(int(port), int(lmtp_port), certificate, key, password))
