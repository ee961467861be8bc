# One end of a transfer on Linux's sockets; prints "bytes seconds sha256" at its end.
#   receive PORT                              prints "ready" first
#   send ADDRESS PORT CONTROLLER SECONDS BYTES
import hashlib
import random
import socket
import sys
import time

TCP_CONGESTION = 13
PATIENCE_SECONDS = 300


def tell(count, began, digest):
    print(count, time.monotonic() - began, digest.hexdigest(), flush=True)


def receive(port):
    digest = hashlib.sha256()
    with socket.create_server(("", port)) as listener:
        print("ready", flush=True)
        listener.settimeout(PATIENCE_SECONDS)
        peer, _ = listener.accept()
    with peer:
        peer.settimeout(PATIENCE_SECONDS)
        began = time.monotonic()
        block = bytearray(1 << 16)
        count = 0
        while n := peer.recv_into(block):
            digest.update(memoryview(block)[:n])
            count += n
        tell(count, began, digest)


def send(address, port, controller, seconds, most):
    digest = hashlib.sha256()
    chance = random.Random(1)
    with socket.socket() as sender:
        sender.setsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, controller.encode())
        sender.settimeout(PATIENCE_SECONDS)
        sender.connect((address, port))
        began = time.monotonic()
        count = 0
        block = chance.randbytes(1 << 16)
        while count < most and time.monotonic() - began < seconds:
            piece = count.to_bytes(8, "big") + block[8 : min(len(block), most - count)]
            sender.sendall(piece)
            digest.update(piece)
            count += len(piece)
        sender.shutdown(socket.SHUT_WR)
        sender.recv(1)  # the peer closes when it has all
        tell(count, began, digest)


if sys.argv[1] == "receive":
    receive(int(sys.argv[2]))
else:
    send(sys.argv[2], int(sys.argv[3]), sys.argv[4], float(sys.argv[5]), int(sys.argv[6]))
