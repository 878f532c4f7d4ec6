# The ordinary stretch and its readers over IPv6, with an IPv6 resolver; one client still comes over IPv4.
printf 'nameserver 2001:db8:1::53\noptions timeout:5 attempts:2\n' > $work/etc/resolv.conf
start_scene
start_dovecot
client ordinary 25 2001:db8:1::25 2001:db8:2::
client fill
end_scene mail-ipv6 $work/dovecot/dovecot.log
