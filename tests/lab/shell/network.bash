# Hosts on one Ethernet segment. `switch` owns the bridge, and the bridge is the mirror point: a promiscuous
# capture on it sees every frame of the segment once.

declare -A host_name=(
    [switch]=switch.example.org [mail]=mail.example.org [dns]=ns.example.org
    [remote]=mx1.example.com [clients]=clients.example.net [mta]=mta.example.net [collector]=collector.example.org)

at() {
    local host=$1
    shift
    ip netns exec "$host" unshare --uts bash -c 'hostname "$1"; shift; exec "$@"' - "${host_name[$host]}" "$@"
}

# Without offloads a segment is what the wire would carry: no joined segments, checksums filled in.
plain_ethernet() {
    ip netns exec "$1" ethtool -K "$2" tso off gso off gro off tx off rx off sg off >/dev/null 2>&1
}

quiet() {
    ip netns exec "$1" sysctl -q -w net.ipv6.conf.all.accept_ra=0 net.ipv6.conf.default.accept_ra=0 \
        net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0 \
        net.ipv6.conf.default.addr_gen_mode=1
}

# add_host NAME NUMBER ADDRESS...: a host with one interface on the segment; all documentation networks are on-link.
add_host() {
    local name=$1 number=$2 network address
    shift 2
    ip netns add "$name"
    quiet "$name"
    ip -n "$name" link set lo up
    ip link add "$name" netns switch address "02:00:00:00:01:$number" type veth \
        peer name eth0 netns "$name" address "02:00:00:00:00:$number"
    plain_ethernet switch "$name"
    plain_ethernet "$name" eth0
    ip -n switch link set "$name" master segment up
    ip -n "$name" link set eth0 up
    for address in "$@"; do
        case $address in
            *:*) ip -n "$name" address add "$address/128" dev eth0 nodad ;;
            *) ip -n "$name" address add "$address/32" dev eth0 ;;
        esac
    done
    for network in 192.0.2.0/24 198.51.100.0/24 203.0.113.0/24; do
        ip -n "$name" route add "$network" dev eth0 src "$(printf '%s\n' "$@" | grep -v : | head -1)"
    done
    ip -n "$name" -6 route add 2001:db8::/32 dev eth0 src "$(printf '%s\n' "$@" | grep : | head -1)"
}

# Clients 11-30 have names of their own, 31-60 the names of a dial-up pool; 50 is a mail server of its own (mta).
build_network() {
    local n addresses=(198.51.100.10 2001:db8:2::10)
    ip netns add switch
    quiet switch
    ip -n switch link set lo up
    ip -n switch link add segment address 02:00:00:00:01:00 type bridge mcast_snooping 0
    ip -n switch link set segment up
    add_host mail 25 192.0.2.25 2001:db8:1::25
    add_host dns 53 192.0.2.53 2001:db8:1::53
    add_host remote 26 203.0.113.25 2001:db8:3::25
    add_host mta 50 198.51.100.50 2001:db8:2::50
    for n in $(seq 11 49); do
        addresses+=("198.51.100.$n" "2001:db8:2::$n")
    done
    add_host clients 10 "${addresses[@]}"
    # Multicast listener reports of the new interfaces are over before anything records.
    sleep 3
}

# segment - (up0 access0) - tagging switch - (trunk0 trunk1) - tagging switch - mail; recorded on trunk0.
put_mail_behind_trunk() {
    local interface
    ip -n switch link add up0 type veth peer name access0
    ip -n switch link add trunk0 type veth peer name trunk1
    for interface in up0 access0 trunk0 trunk1; do
        plain_ethernet switch "$interface"
        ip -n switch link set "$interface" mtu 1600 up
    done
    ip -n switch link set mail nomaster
    ip -n switch link set up0 master segment
    at switch python3 -B "$lab/clients/trunk.py" access0 trunk0 &
    at switch python3 -B "$lab/clients/trunk.py" mail trunk1 &
    sleep 3
}
