# An ordinary stretch of mail with its readers, an hour's worth in a minute and a half; and the same seen by softflowd.
with_exporters=1
start_scene
start_dovecot
client ordinary "${SECONDS_OF_MAIL:-90}"
end_scene mail-ordinary $work/dovecot/dovecot.log
