"""Frames of the local experimental EtherType, 300 kB/s, until ended.

softflowd opens its capture without a read timeout, so the kernel hands it a block of packets only when 256 kB are full.
These frames, no IP and left out of the recording, fill the blocks so that softflowd sees the traffic as it passes.
"""
import socket
import time

FRAME = bytes.fromhex("02000000002602000000001088b5") + bytes(1500)
with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
    wire.bind(("eth0", 0))
    while True:
        for _ in range(20):
            wire.send(FRAME)
        time.sleep(0.1)
