# softflowd on the mirror point, once for each export format, and the wire between it and a collector.

exports=(v5:5:2055 v9:9:9995 ipfix:10:4739)

start_exporters() {
    local export name version port
    ip netns add collector
    quiet collector
    ip -n collector link set lo up
    ip link add export0 netns switch address 02:00:00:00:02:01 type veth \
        peer name eth0 netns collector address 02:00:00:00:02:02
    plain_ethernet switch export0
    plain_ethernet collector eth0
    ip -n switch link set export0 up mtu "${export_mtu:-1500}"
    ip -n collector link set eth0 up mtu "${export_mtu:-1500}"
    ip -n switch address add 198.51.100.201/30 dev export0
    ip -n collector address add 198.51.100.202/30 dev eth0
    mkdir -p $work/flows
    for export in "${exports[@]}"; do
        IFS=: read -r name version port <<< "$export"
        record_at switch export0 "$work/flows/$name.pcap" "udp port $port or (ip[6:2] & 0x1fff != 0)"
        mkdir -p "$work/flows/nfcapd-$name"
        at collector nfcapd -b 198.51.100.202 -p "$port" -w "$work/flows/nfcapd-$name" -t 3600 -S 0 \
            -P "$work/flows/$name.pid" > "$work/flows/$name.nfcapd" 2>&1 &
        listening collector "$port"
        at switch softflowd -6 -d -i segment -v "$version" -n "198.51.100.202:$port" -c "$work/flows/$name.ctl" \
            -p "$work/flows/$name.softflowd.pid" -m 65536 \
            -t tcp=60 -t tcp.rst=5 -t tcp.fin=5 -t udp=10 -t icmp=10 -t general=60 -t maxlife=60 -t expint=5 > /dev/null 2>&1 &
        until [ -S "$work/flows/$name.ctl" ]; do sleep 0.1; done
    done
    client ring_filler &
}

# stop_exporters NAME: the last flows go out, the exporter's own statistics are kept.
stop_exporters() {
    local export name
    sleep 2
    for export in "${exports[@]}"; do
        name=${export%%:*}
        at switch softflowctl -c "$work/flows/$name.ctl" expire-all > /dev/null
        sleep 1
        at switch softflowctl -c "$work/flows/$name.ctl" statistics > "$work/flows/$name.statistics"
        at switch softflowctl -c "$work/flows/$name.ctl" shutdown > /dev/null
    done
    sleep 1
}

# keep_exports NAME: the export captures, what softflowd says of them and what nfdump reads in them.
# softflowd must have seen exactly the IP packets of the scenario's own capture.
keep_exports() {
    local export name folder=$work/flows wire seen
    wire=$(python3 -B "$lab/packets.py" "$captures/$1/input.pcap.gz" | grep -oE '"ipv[46]": [0-9]+' | awk '{sum += $2} END {print sum}')
    for export in "${exports[@]}"; do
        name=${export%%:*}
        kill -INT "$(cat "$folder/$name.pid")"
        for _ in $(seq 50); do
            compgen -G "$folder/nfcapd-$name/nfcapd.2*" > /dev/null && break
            sleep 0.1
        done
        mkdir -p "$folder/logs-$name"
        seen=$(sed -n 's/^Packets processed: //p' "$folder/$name.statistics")
        [ "$seen" = "$wire" ] || fail "softflowd saw $seen of $wire IP packets"
        cp "$folder/$name.statistics" "$folder/logs-$name/softflowd.log"
        nfdump -q -R "$folder/nfcapd-$name" -o "fmt:%ts %td %pr %sap %dap %flg %pkt %byt" > "$folder/logs-$name/nfdump.log"
        nfdump -N -R "$folder/nfcapd-$name" -o null | grep '^Summary' >> "$folder/logs-$name/nfdump.log"
        keep "$1-$name" "$folder/$name.pcap" "$folder/logs-$name"/*
    done
}

# keep_only_export NAME FORMAT: the export is the scenario; the mail it was made of is recorded elsewhere.
keep_only_export() {
    rm -rf "${captures:?}/$1"
    mv "$captures/$1-$2" "$captures/$1"
    "$lab/counts" "$captures/$1" > "$captures/$1/expected.json"
}
