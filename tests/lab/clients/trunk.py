"""A switch with one access side and one trunk side: trunk.py ACCESS TRUNK.

Frames from the access side leave tagged (VLAN 10, IPv6 VLAN 20), tagged frames from the trunk leave untagged.
"""
import select
import socket
import sys

ETH_P_ALL = 3
SOL_PACKET, PACKET_IGNORE_OUTGOING = 263, 23


def open_port(name):
    port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    port.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    port.bind((name, 0))
    return port


access, trunk = open_port(sys.argv[1]), open_port(sys.argv[2])
while True:
    for port in select.select([access, trunk], [], [])[0]:
        frame = port.recv(65536)
        if port is access:
            vlan = 20 if frame[12:14] == b"\x86\xdd" else 10
            trunk.send(frame[:12] + bytes((0x81, 0, 0, vlan)) + frame[12:])
        else:
            # The kernel has usually taken the tag off already.
            access.send(frame[:12] + frame[16:] if frame[12:14] == b"\x81\x00" else frame)
