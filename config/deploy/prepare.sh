#!/bin/sh
# Make the secrets and the data folder of an installation in containers. Once, as root:
#   sh prepare.sh passerelle.example.org
# A second argument is a folder that stands for the root of the machine, for a trial.
set -eu
umask 077

site=${1:?Name the host: sh prepare.sh passerelle.example.org}
root=${2:-}
folder="$root/etc/passerelle"

case "$site" in
    *[!A-Za-z0-9.-]*) echo "Name the host alone, without https:// and without a path." >&2; exit 2 ;;
esac
if [ -e "$folder" ]; then
    echo "$folder is there already: nothing was changed. A new secret would lock the old data." >&2
    exit 1
fi

new_secret() {
    od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n'
}

mkdir -p "$folder" "$root/var/lib/passerelle/backups"
password=$(new_secret)
printf '%s' "$password" > "$folder/database-password"
printf '%s\n' "$(new_secret)" > "$folder/backup.key"
printf 'SITE=%s\n' "$site" > "$folder/compose.env"
cat > "$folder/passerelle.toml" <<EOF
base_url = "https://$site"
database_url = "postgresql+psycopg://passerelle:${password}@database/passerelle"
secret_key = "$(new_secret)"
proxies = 1
backup_key_file = "/run/secrets/backup.key"
EOF

# 10001 is the user of the tool inside its image, 999 that of the database.
chown 10001:10001 "$folder/passerelle.toml" "$folder/backup.key"
chown -R 10001:10001 "$root/var/lib/passerelle"
chown 999:999 "$folder/database-password"

echo "Made $folder. Keep a copy of it elsewhere, and never beside the backups:"
echo "without secret_key the keys are lost, without backup.key every backup is."
