# DNS: MX, PTR, NXDOMAIN, TXT and others over UDP and TCP, with and without EDNS, truncated answers asked again; mail beside it.
start_scene
client queries
client fill
end_scene dns-mix
