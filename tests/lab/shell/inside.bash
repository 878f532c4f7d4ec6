# First process of a scenario's namespaces: builds the network, runs the scenario, keeps what it recorded.
set -euo pipefail
lab=$1 captures=$2 scenario=$3
work=/mnt

# Fixed, neutral paths and names: a daemon's log never shows where or on which machine it was recorded.
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mount -t tmpfs tmpfs /run
machine=$(hostname)
hostname switch.example.org
mkdir -p $work/etc $work/keep /run/netns
printf '127.0.0.1 localhost\n' > $work/etc/hosts
printf 'nameserver 192.0.2.53\noptions timeout:5 attempts:2\n' > $work/etc/resolv.conf
printf 'hosts: files dns\npasswd: files\ngroup: files\nservices: files\nprotocols: files\nnetworks: files\n' > $work/etc/nsswitch.conf
for file in hosts resolv.conf nsswitch.conf; do
    mount --bind "$work/etc/$file" "$(readlink -f "/etc/$file")"
done

. "$lab/shell/network.bash"
. "$lab/shell/capture.bash"
. "$lab/shell/daemons.bash"
. "$lab/shell/scene.bash"
. "$lab/shell/exporters.bash"

fail() { echo "record: $scenario: $*" >&2; exit 1; }
client() { at clients env PYTHONDONTWRITEBYTECODE=1 python3 "$lab/clients/$1.py" "${@:2}"; }

. "$lab/scenarios/$scenario.bash"
