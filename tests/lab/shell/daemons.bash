# The daemons, each with its own folder under /mnt, and what it means for each to be ready and to be done.

# A readiness check must not connect: a connection would be counted by the daemon.
listening() {
    local host=$1 port
    shift
    for port in "$@"; do
        for _ in $(seq 100); do
            [ -z "$(ip netns exec "$host" ss -Htuln "sport = :$port")" ] || continue 2
            sleep 0.1
        done
        fail "$host does not listen on $port: $(cat $work/flows/*.nfcapd 2> /dev/null)"
    done
}

start_dns() {
    mkdir -p $work/dns
    cp "$lab"/config/named.conf "$lab"/config/zones/* $work/dns
    chown -R bind:bind $work/dns
    at dns named -u bind -c $work/dns/named.conf -f &
    listening dns 53
    until grep -qs running $work/dns/named.log; do sleep 0.1; done
}

# start_postfix HOST [SETTING...]: settings go to the end of main.cf.
start_postfix() {
    local host=$1 folder=$work/$1 setting
    shift
    mkdir -p "$folder"/{etc,queue,data,box,log}
    chown postfix "$folder/data"
    chown 5000:5000 "$folder/box"
    chmod 755 "$folder"
    cp "$lab/config/master.cf" "$folder/etc/master.cf"
    { sed "s|@folder@|$folder|" "$lab/config/main.cf"; sed "s|@folder@|$folder|" "$lab/config/$host.cf"; } > "$folder/etc/main.cf"
    cp "$lab/config/recipients" "$lab/config/recipient-access" "$folder/etc/"
    touch "$folder/etc/aliases"
    for setting in "$@"; do postconf -c "$folder/etc" -e "$setting"; done
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=${host_name[$host]}" \
        -keyout "$folder/etc/key.pem" -out "$folder/etc/cert.pem" 2>/dev/null
    at "$host" postmap -c "$folder/etc" "$folder/etc/recipients" "$folder/etc/recipient-access"
    at "$host" postfix -c "$folder/etc" start >/dev/null 2>&1 || fail "postfix did not start on $host: $(cat "$folder"/log/*)"
    listening "$host" 25
}

# Sessions over and the queue empty: every `connect from` has its `disconnect from`.
mail_is_quiet() {
    local host=${1:-mail}
    local folder=$work/$host log=$work/$host/log/mail.log
    for _ in $(seq 240); do
        sleep 0.5
        [ "$(grep -c 'smtpd\[[0-9]*\]: connect from' "$log")" = "$(grep -c 'smtpd\[[0-9]*\]: disconnect from' "$log")" ] || continue
        [ -z "$(find "$folder"/queue/{maildrop,incoming,active,deferred} -type f | head -1)" ] && return
    done
    fail "mail on $host did not come to rest"
}

stop_postfix() {
    at "$1" postfix -c "$work/$1/etc" stop >/dev/null 2>&1 || fail "postfix did not stop on $1"
}

start_dovecot() {
    mkdir -p $work/dovecot
    cp "$lab/config/dovecot.conf" "$lab/config/users" $work/dovecot
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=mail.example.org \
        -keyout $work/dovecot/key.pem -out $work/dovecot/cert.pem 2>/dev/null
    at mail dovecot -F -c $work/dovecot/dovecot.conf &
    listening mail 110 143
}

start_postgrey() {
    mkdir -p $work/postgrey
    chown postgrey:postgrey $work/postgrey
    at mail postgrey --inet=127.0.0.1:10023 --delay="$1" --dbdir=$work/postgrey --lookup-by-host \
        --auto-whitelist-clients=0 --greylist-text='Greylisted for %s seconds' > $work/postgrey/postgrey.log 2>&1 &
    listening mail 10023
}

# The mail server of example.com, where the messages of our own users go.
start_remote() {
    at remote smtp-sink -u nobody 203.0.113.25:25 100 &
    listening remote 25
}

