# Recording at the mirror point, and the end of a scenario: what is kept and under which conditions.

capture_pids=()

# record_at HOST INTERFACE FILE [FILTER]: returns when the capture is running.
record_at() {
    local host=$1 interface=$2 file=$3
    shift 3
    ip netns exec "$host" tcpdump -i "$interface" -n -s 262144 -B 16384 -U --immediate-mode \
        --time-stamp-precision=nano -Z root -w "$file" "$@" 2> "$file.tcpdump" &
    capture_pids+=($!)
    until grep -qs 'listening on' "$file.tcpdump"; do sleep 0.1; done
}

# The capture outlives the traffic by two seconds, and must not have lost a packet.
end_capture() {
    local pid file
    sleep 2
    for pid in "${capture_pids[@]}"; do
        kill -INT "$pid"
        wait "$pid" || true
    done
    for file in "$work"/*.tcpdump; do
        grep -q '^0 packets dropped by kernel' "$file" || fail "the capture lost packets: $(cat "$file")"
    done
}

# keep FOLDER CAPTURE LOG...: the capture, the logs and the counts taken from the logs.
keep() {
    local folder=$captures/$1 capture=$2 log
    shift 2
    rm -rf "$folder"
    mkdir -p "$folder"
    gzip -9 -n -c "$capture" > "$folder/input.pcap.gz"
    for log in "$@"; do
        [ -s "$log" ] || fail "$log is empty"
        if grep -qwF "$machine" "$log"; then fail "$log names this machine"; fi
        gzip -9 -n -c "$log" > "$folder/$(basename "$log").gz"
    done
    "$lab/counts" "$folder" > "$folder/expected.json"
}
