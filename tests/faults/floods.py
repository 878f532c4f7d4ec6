"""Datagrams of strangers, well formed or not, as fast as they go out in small bursts. Each function returns how many it sent."""
import os, socket, struct, time

BURST = 64

# Of <linux/in.h>; the module of sockets does not name it.
IP_PKTINFO = 8


def pace(number):
    """So that the sensor is flooded, and not the kernel's buffer in front of it alone."""
    if number % BURST == 0:
        time.sleep(0.0005)


def template(version, domain, number, when):
    """A datagram with one template of two fields and nothing else."""
    content = struct.pack(">HHHHHHHH", 0 if version == 9 else 2, 16, 256 + number % 60_000, 2, 8, 4, 1, 4)
    if version == 9:
        return struct.pack(">HHIIII", 9, 1, 1, when, 1, domain) + content
    return struct.pack(">HHIII", 10, 16 + len(content), when, 0, domain) + content


def domains(port, count=100_000):
    """One address with 65,536 observation domains."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(count):
            sender.sendto(template(9, 1_000 + (number & 0xFFFF), number, int(time.time())), ("127.0.0.1", port))
            pace(number)
    return count


def forged_exporters(port, count=1_000_000):
    """Every datagram from an address of its own: 127.16.0.0 and on, all of which are this machine's. The source is chosen datagram by datagram."""
    content, target = template(9, 7, 0, int(time.time())), ("127.0.0.1", port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(count):
            source = struct.pack(">I", 0x7F10_0000 + number)
            sender.sendmsg([content], [(socket.IPPROTO_IP, IP_PKTINFO, struct.pack("=I", 0) + source + bytes(4))], 0, target)
            pace(number)
    return count


def templates(port, count=50_000):
    """Templates of one exporter, never used."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(count):
            sender.sendto(template(10, 777 + number // 60_000, number, int(time.time())), ("127.0.0.1", port))
            pace(number)
    return count


def octets(port, count=50_000):
    """Octets of no meaning."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(count):
            sender.sendto(os.urandom(8) * 30, ("127.0.0.1", port))
            pace(number)
    return count
