# Pipelined sessions, several messages a session, BDAT, and the ways a session breaks off.
start_scene
client pipelining
end_scene mail-pipelining
