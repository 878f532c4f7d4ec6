# IPFIX over a link of 576 octets: softflowd's datagrams arrive in up to three fragments.
with_exporters=1
exports=(ipfix:10:4739)
export_mtu=576
start_scene
client fill
client guess 8
end_scene export-fragments
keep_only_export export-fragments ipfix
