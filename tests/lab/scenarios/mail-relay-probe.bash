# Relay probing: a list of relay patterns tried by three strangers, and each other reason to refuse a recipient once.
start_scene
client probe
end_scene mail-relay-probe
