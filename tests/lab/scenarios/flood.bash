# A SYN flood from forged addresses and a ping flood at low rate, ordinary mail between; seen by softflowd too.
with_exporters=1
start_scene
kernel_counters() { at mail nstat -asz IpInReceives IcmpInEchos IcmpOutEchoReps TcpPassiveOpens TcpInSegs | grep -v '^#'; }
client ordinary 12 192.0.2.25 198.51.100. without-readers &
ordinary=$!
sleep 2
client flood syn 400
client flood ping 300
wait $ordinary
mail_is_quiet mail
kernel_counters > $work/kernel.log
end_scene flood $work/kernel.log
