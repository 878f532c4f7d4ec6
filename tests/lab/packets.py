"""Prints what a capture file holds as JSON: packets, IPv4 and IPv6 packets with the octets of their IP lengths."""
import gzip
import json
import struct
import sys


def read(path):
    with gzip.open(path) as file:
        data = file.read()
    order = "<" if data[:4] in (b"\x4d\x3c\xb2\xa1", b"\xd4\xc3\xb2\xa1") else ">"
    position = 24
    while position < len(data):
        captured, length = struct.unpack_from(order + "II", data, position + 8)
        yield data[position + 16:position + 16 + captured], length
        position += 16 + captured


def main():
    counts = dict.fromkeys(("all", "ipv4", "ipv6", "other", "ip_octets", "vlan_tagged", "truncated"), 0)
    for frame, length in read(sys.argv[1]):
        counts["all"] += 1
        counts["truncated"] += len(frame) < length
        offset = 12
        tagged = False
        while frame[offset:offset + 2] in (b"\x81\x00", b"\x88\xa8"):
            offset += 4
            tagged = True
        counts["vlan_tagged"] += tagged
        kind = frame[offset:offset + 2]
        if kind == b"\x08\x00":
            counts["ipv4"] += 1
            counts["ip_octets"] += struct.unpack_from(">H", frame, offset + 4)[0]
        elif kind == b"\x86\xdd":
            counts["ipv6"] += 1
            counts["ip_octets"] += struct.unpack_from(">H", frame, offset + 6)[0] + 40
        else:
            counts["other"] += 1
    print(json.dumps(counts))


main()
