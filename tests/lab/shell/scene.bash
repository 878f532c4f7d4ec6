# What the mail scenarios share: the segment, the daemons in order, the end.

# start_scene [SETTING...]: settings for the mail server's Postfix. with_exporters=1 beside it: softflowd as well;
# with_trunk=trunk0: the mail server behind an 802.1Q trunk, which is the mirror point then.
start_scene() {
    build_network
    [ -z "${with_trunk:-}" ] || put_mail_behind_trunk
    record_at switch "${with_trunk:-segment}" $work/wire.pcap not ether proto 0x88b5
    [ -z "${with_exporters:-}" ] || start_exporters
    start_dns
    start_remote
    start_postfix mail "$@"
}

stop_dns() {
    at dns env PYTHONDONTWRITEBYTECODE=1 python3 "$lab/clients/named_stats.py" > $work/dns/named.stats
    kill -TERM "$(cat /run/named.pid)"
}

# end_scene NAME [LOG...]: everything at rest, daemons stopped, capture ended, kept.
end_scene() {
    local name=$1
    shift
    mail_is_quiet mail
    stop_postfix mail
    stop_dns
    [ -z "${with_exporters:-}" ] || stop_exporters
    end_capture
    keep "$name" $work/wire.pcap $work/mail/log/mail.log $work/dns/queries.log $work/dns/named.stats "$@"
    [ -z "${with_exporters:-}" ] || keep_exports "$name"
}
