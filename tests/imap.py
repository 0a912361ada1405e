"""A real IMAP server on this machine (RFC 3501 as far as a mailbox is read, and MOVE of RFC 6851)."""

import re
import socketserver
import threading

import pytest


class Message:
    def __init__(self, uid, raw, flags=()):
        self.uid, self.raw, self.flags = uid, raw, set(flags)


class Mailbox(socketserver.ThreadingTCPServer):
    """`folders` holds the messages by folder; `commands` what was asked; `hangs_up_at` a command it dies at."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.folders, self.commands, self.hangs_up_at = {"INBOX": [], "Done": []}, [], None
        self.port = self.server_address[1]

    def deliver(self, raw, folder="INBOX", flags=()):
        uid = 1 + sum(len(messages) for messages in self.folders.values())
        self.folders[folder].append(Message(uid, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), flags))

    def handle_error(self, request, client_address):
        """Whoever hangs up in the middle is no error."""


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.folder = None
        self.say("* OK [CAPABILITY IMAP4rev1 MOVE] ready")
        for line in self.rfile:
            tag, _space, asked = line.decode().strip().partition(" ")
            self.server.commands.append(asked)
            if self.server.hangs_up_at and asked.startswith(self.server.hangs_up_at):
                return
            if not self.answer(tag, asked):
                return

    def answer(self, tag, asked):
        verb, _space, rest = asked.partition(" ")
        if verb.upper() == "UID":
            verb, _space, rest = rest.partition(" ")
        status = getattr(self, f"do_{verb.lower()}", self.unknown)(rest)
        self.say(f"{tag} {status}")
        return verb.upper() != "LOGOUT"

    def unknown(self, rest):
        return "BAD unknown command"

    def do_capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1 MOVE")
        return "OK done"

    def do_login(self, rest):
        return "OK signed in" if rest == '"kariz" "mailbox secret"' else "NO wrong password"

    def do_select(self, rest):
        name = rest.strip('"')
        if name not in self.server.folders:
            return "NO no such folder"
        self.folder = self.server.folders[name]
        self.say(f"* {len(self.folder)} EXISTS")
        return "OK [READ-WRITE] selected"

    def do_search(self, rest):
        wanted = rest.upper().strip("()").replace("CHARSET US-ASCII ", "").split()
        without = {"UNSEEN": "\\Seen", "UNFLAGGED": "\\Flagged"}
        found = [one.uid for one in self.folder if not {without[word] for word in wanted} & one.flags]
        self.say(" ".join(["* SEARCH", *map(str, found)]))
        return "OK done"

    def do_fetch(self, rest):
        uid, _space, parts = rest.partition(" ")
        for place, one in enumerate(self.folder, start=1):
            if str(one.uid) == uid and "RFC822.SIZE" in parts:
                self.say(f"* {place} FETCH (UID {uid} RFC822.SIZE {len(one.raw)})")
            elif str(one.uid) == uid:
                head = f"* {place} FETCH (UID {uid} BODY[] {{{len(one.raw)}}}\r\n"
                self.wfile.write(head.encode() + one.raw + b")\r\n")
        return "OK done"

    def do_store(self, rest):
        uids, sign, flags = re.fullmatch(r"(\S+) ([+-])FLAGS \((.*)\)", rest).groups()
        for one in self.picked(uids):
            one.flags = one.flags | set(flags.split()) if sign == "+" else one.flags - set(flags.split())
        return "OK done"

    def do_move(self, rest):
        uids, _space, name = rest.partition(" ")
        for one in self.picked(uids):
            self.folder.remove(one)
            self.server.folders[name.strip('"')].append(one)
        return "OK moved"

    def do_expunge(self, rest):
        self.folder[:] = [one for one in self.folder if "\\Deleted" not in one.flags]
        return "OK done"

    def do_logout(self, rest):
        self.say("* BYE")
        return "OK bye"

    do_noop = do_expunge

    def picked(self, uids):
        return [one for one in list(self.folder) if str(one.uid) in uids.split(",")]

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def imap(settings):
    """A mailbox on a free port, and Kariz reading it."""
    server = Mailbox()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    settings.INBOUND = settings.INBOUND | {
        "host": "127.0.0.1",
        "port": server.port,
        "user": "kariz",
        "password": "mailbox secret",
        "folder": "INBOX",
        "use_tls": False,
    }
    yield server
    server.shutdown()
    server.server_close()
