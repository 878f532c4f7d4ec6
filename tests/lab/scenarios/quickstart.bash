# For the first command of the README: NetFlow v9 of ordinary mail with a user-unknown storm and both floods in it.
with_exporters=1
exports=(v9:9:9995)
start_scene
start_dovecot
client ordinary 80 &
ordinary=$!
sleep 15
client guess 40 &
guess=$!
sleep 15
client flood syn 600
client flood ping 400
wait $guess $ordinary
end_scene quickstart $work/dovecot/dovecot.log
keep_only_export quickstart v9
