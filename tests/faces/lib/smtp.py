# SPDX-License-Identifier: GPL-3.0-or-later
# A mail server for the tests (aiosmtpd), on a free port of this machine. Prints {"port": N} and then one JSON line for
# each mail it has taken: the envelope and the bytes. What it does is decided by the recipient's local part:
#   full@    451 once, then it is taken          nobody@    550
#   slow@    the mail is taken and printed, and the answer never comes
#   smtp.py [--tls CERTIFICATE KEY] [--starttls CERTIFICATE KEY] [--login USER PASSWORD]
import asyncio, base64, json, ssl, sys

from aiosmtpd.smtp import SMTP, AuthResult


def tell(document):
    print(json.dumps(document), flush=True)


class Handler:
    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split('@')[0]
        if local == 'nobody':
            return '550 5.1.1 No such user here'
        if local == 'full' and address not in self.seen:
            self.seen.add(address)
            return '451 4.2.2 The mailbox is full, try later'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        tell({'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'tls': server.transport.get_extra_info('ssl_object') is not None, 'login': session.auth_data,
              'bytes': base64.b64encode(envelope.original_content).decode()})
        if envelope.rcpt_tos[0].startswith('slow'):
            await asyncio.sleep(3600)
        return '250 Taken'


def option(name, count):
    if name not in sys.argv:
        return None
    at = sys.argv.index(name)
    return sys.argv[at + 1:at + 1 + count]


def context(files):
    found = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    found.load_cert_chain(*files)
    return found


async def main():
    tls, starttls, login = option('--tls', 2), option('--starttls', 2), option('--login', 2)

    def check(server, session, envelope, mechanism, data):
        ok = login is not None and [data.login.decode(), data.password.decode()] == login
        return AuthResult(success=ok, handled=False, auth_data=data.login.decode() if ok else None)

    handler = Handler()

    def make():
        return SMTP(handler, hostname='mail.example.org', authenticator=check, auth_required=login is not None,
                    auth_require_tls=starttls is not None, tls_context=context(starttls) if starttls else None,
                    require_starttls=starttls is not None)

    server = await asyncio.get_running_loop().create_server(make, '127.0.0.1', 0, ssl=context(tls) if tls else None)
    tell({'port': server.sockets[0].getsockname()[1]})
    await server.serve_forever()


asyncio.run(main())
