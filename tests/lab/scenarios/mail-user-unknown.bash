# A user-unknown storm: a dial-up pool tries invented names at example.org, ordinary mail goes on beside it.
start_scene
client guess 20 &
guess=$!
client ordinary 25 192.0.2.25 198.51.100. without-readers
wait $guess
end_scene mail-user-unknown
