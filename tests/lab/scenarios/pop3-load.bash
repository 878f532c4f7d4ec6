# POP3 and IMAP load with failed logins, some sessions in TLS; Postfix has delivered mail to read before.
start_scene
start_dovecot
client fill
mail_is_quiet mail
client readers
end_scene pop3-load $work/dovecot/dovecot.log
