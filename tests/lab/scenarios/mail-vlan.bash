# A trunk as the mirror point: the mail server is behind an 802.1Q trunk, IPv4 in VLAN 10 and IPv6 in VLAN 20, all tagged.
# The kernel need not know VLANs: a small switch in user space tags and untags.
with_trunk=trunk0
start_scene
start_dovecot
client ordinary 15 192.0.2.25 198.51.100. without-readers
client ordinary 15 2001:db8:1::25 2001:db8:2:: without-readers
client fill
end_scene mail-vlan
