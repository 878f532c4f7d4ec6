# Greylisting by postgrey: a real mail server (mta) comes back, others come back too early or never.
greylist=(
    'smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination, reject_unlisted_recipient, check_policy_service inet:127.0.0.1:10023')
start_scene "${greylist[@]}"
start_postgrey 8
start_postfix mta 'smtp_tls_security_level = none'
for number in 1 2 3; do
    printf 'Subject: message %d\n\nA message from a server that tries again.\n' "$number" |
        at mta sendmail -C $work/mta/etc -f "sender$number@example.net" "user$number@example.org"
done
client greylist
mail_is_quiet mta
stop_postfix mta
end_scene mail-greylist $work/postgrey/postgrey.log
