# STARTTLS: swaks, Python and a real mail server encrypt, others do not; passwords right and wrong, inside and outside TLS.
start_scene 'smtpd_sasl_auth_enable = yes' 'smtpd_sasl_type = dovecot' 'smtpd_sasl_path = private/auth'
start_dovecot
start_postfix mta
for number in 1 2 3 4; do
    printf 'Subject: message %d\n\nA message over STARTTLS.\n' "$number" |
        at mta sendmail -C $work/mta/etc -f "sender$number@example.net" "user$number@example.org"
done
printf 'Subject: nobody\n\nNobody there.\n' | at mta sendmail -C $work/mta/etc -f 'sender1@example.net' nobody@example.org
client starttls
at clients swaks --tls --server 192.0.2.25 --local-interface 198.51.100.19 --helo client19.example.com \
    --from sender19@example.com --to user9@example.org --body 'A message by swaks.' --suppress-data > /dev/null
mail_is_quiet mta
stop_postfix mta
end_scene mail-starttls
