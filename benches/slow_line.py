#!/usr/bin/env python3
"""A day's work over a thin line: from login to a signed order, through a real sshd at 9 600 bit/s.

    cargo build --release && python3 benches/slow_line.py target/release/akt [BIT/S]

Starts an SSH server of its own on this machine with an invented unit, lets a line of the given speed lie between it
and the client, types a case from application to signed order and tells how long each key waited for its first byte
and for its last. Needs sshd, ssh and the Python package pyte.
"""

import fcntl
import os
import pty
import re
import select
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

import pyte

COLUMNS, ROWS = 80, 24
KEYS = {"<enter>": b"\r", "<tab>": b"\t", "<f8>": b"\x1b[19~", "<f9>": b"\x1b[20~", "<right>": b"\x1b[C"}
# What is to be seen after a line of keys stands after the arrow.
STORY = """
N194106120001<enter>
Holm<tab>Astrid<tab>k<tab><tab><tab><tab>b<tab><tab>hjälp hemma<f9>
s<tab>h<tab>talar<f9>s<f9>s
<f9><enter>Hjälp med hygien och måltider.
<f9><enter>Astrid orkar inte stå vid spisen.
<f9><enter>Att bo kvar hemma.
<f9><enter>Äter lagad mat som värms.
<f9><enter>j<tab>j
<f9><enter>j
<f9><enter>Behöver stöd med hygien och måltider.
<f9><enter>Hemtjänst 40 timmar i månaden.
<f9><enter>Behovet kan inte tillgodoses på annat sätt.
<f9>
jss<tab><tab>b<f9> -> invänta svar
s<tab><tab>b<tab>Inget att invända.<f9>
sb<tab><tab><tab><tab>40
<f9>js<tab><tab>b<f9> -> skriv beställning
sStöd med hygien och samtliga måltider.<tab>Trygghet hemma.
<tab><tab>Jag vill bo kvar.<f8>
hygien<tab>20<tab>2/dag<tab><enter>måltider<tab>20<tab>1/dag<f8>
Fä<right><f9> -> Skriva under
jy -> Beställt
"""
# A frame of more than so many bytes is a screen; the rest are echoes.
SCREEN = 120
# Nothing more comes when it has been quiet for so many seconds.
QUIET = 0.45


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


class Host:
    """An SSH server with one caseworker's key."""

    def __init__(self, akt, folder):
        self.folder, self.port = folder, free_port()
        at = lambda name: os.path.join(folder, name)
        database = at("akt.db")
        run(akt, "demo", "--db", database, "--personer", "40", "--bara-skapa")
        for name in ("vard", "demo"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", at(name))
        run(akt, "--db", database, "--som", "demo-chef", "anvandare", "nyckel", "demo", at("demo.pub"))
        with open(at("nycklar"), "w", encoding="utf-8") as keys:
            keys.write(run(akt, "--db", database, "nycklar"))
        with open(at("sshd_config"), "w", encoding="utf-8") as config:
            config.write(
                f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {at('vard')}\nPidFile none\n"
                f"AuthorizedKeysFile {at('nycklar')}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
                "DisableForwarding yes\nCompression yes\nLogLevel ERROR\n"
            )
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        server = ["/usr/sbin/sshd", "-D", "-e", "-f", at("sshd_config")]
        self.server = subprocess.Popen(server, stderr=subprocess.DEVNULL)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)


class Thin:
    """A port that leads to another one at so many bytes a second each way."""

    def __init__(self, to, rate):
        self.rate, self.carried = rate, [0, 0]
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(listener, to), daemon=True).start()

    def accept(self, listener, to):
        client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", to))
        for end in (client, server):
            # Small rooms, so that what waits does so at the sender, as on a modem.
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for way, ends in enumerate(((client, server), (server, client))):
            threading.Thread(target=self.carry, args=(way, *ends), daemon=True).start()

    def carry(self, way, source, target):
        free_at = time.monotonic()
        try:
            while data := source.recv(96):
                self.carried[way] += len(data)
                free_at = max(free_at, time.monotonic()) + len(data) / self.rate
                time.sleep(max(0, free_at - time.monotonic()))
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Seat:
    """A terminal at the far end of the line."""

    def __init__(self, host, port):
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.came, self.at = 0, time.monotonic()
        self.waits = []
        options = ("UserKnownHostsFile=/dev/null", "StrictHostKeyChecking=no", "LogLevel=ERROR", "IdentitiesOnly=yes")
        command = ["ssh", "-tt", "-C", "-F", "none", "-i", os.path.join(host.folder, "demo"), "-p", str(port)]
        for option in options:
            command += ["-o", option]
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execvp("ssh", command + [f"{run('id', '-un').strip()}@127.0.0.1"])
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def text(self):
        return "\n".join(self.screen.display)

    def take(self, seconds):
        """Takes what comes for a while, and answers the terminal's questions."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if not select.select([self.line], [], [], min(left, 0.01))[0]:
                continue
            data = os.read(self.line, 65536)
            self.came, self.at = self.came + len(data), time.monotonic()
            self.stream.feed(data)
            if b"\x1b[6n" in data:
                cursor = self.screen.cursor
                os.write(self.line, b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1))
            if b"\x1b[5n" in data:
                os.write(self.line, b"\x1b[0n")

    def settle(self, since):
        while time.monotonic() - max(self.at, since) < QUIET:
            self.take(0.02)

    def key(self, key):
        before, pressed = self.came, time.monotonic()
        os.write(self.line, KEYS.get(key) or key.encode())
        while self.came == before and time.monotonic() - pressed < 3:
            self.take(0.005)
        first = self.at - pressed
        self.settle(pressed)
        if self.came > before:
            self.waits.append((first, self.at - pressed, self.came - before, key))

    def play(self, line):
        keys, _, wanted = line.partition(" -> ")
        for key in re.findall(r"<\w+>|.", keys):
            self.key(key)
        if wanted not in self.text():
            sys.exit(f"{wanted!r} is not to be seen after {keys!r}:\n{self.text()}")


def tell(name, waits):
    first, last = [wait[0] * 1000 for wait in waits], [wait[1] * 1000 for wait in waits]
    print(
        f"{name:<8} {len(waits):>4}   first byte {statistics.median(first):>4.0f} ms, at most {max(first):>4.0f}"
        f"   last byte {statistics.median(last):>4.0f} ms, at most {max(last):>4.0f}"
        f"   {statistics.median(wait[2] for wait in waits):>5.0f} bytes"
    )


def main():
    akt = os.path.abspath(sys.argv[1])
    bits = int(sys.argv[2]) if len(sys.argv) > 2 else 9600
    with tempfile.TemporaryDirectory() as folder:
        host = Host(akt, folder)
        try:
            # Ten bits a byte, as on a serial line.
            thin = Thin(host.port, bits / 10)
            begun = time.monotonic()
            seat = Seat(host, thin.port)
            while "Mina ärenden" not in seat.text():
                seat.take(0.05)
            seat.settle(begun)
            print(f"login to the list {seat.at - begun:.1f} s")
            for line in STORY.strip().splitlines():
                seat.play(line)
            tell("echoes", [wait for wait in seat.waits if wait[2] <= SCREEN])
            tell("screens", [wait for wait in seat.waits if wait[2] > SCREEN])
            print(f"carried {thin.carried[0]} bytes up, {thin.carried[1]} down")
            os.kill(seat.pid, signal.SIGTERM)
        finally:
            host.server.kill()


if __name__ == "__main__":
    main()
