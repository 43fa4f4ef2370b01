# Runs one scratch server and never lets it outlive the process that holds the other end of
# standard input: when that end closes, for whatever reason, server and files go.
# usage: watchdog.sh DIRECTORY BINARIES [command that drops privileges...]
directory=$1
binaries=$2
shift 2
umask 077
# Ctrl-C at the terminal, a closed terminal and a stopped service reach the owner, who decides
trap '' INT TERM HUP
cd /

monitor=
"$@" "$binaries/bin/initdb" --pgdata="$directory/data" --username=postgres \
  --pwfile="$directory/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 \
  --lc-messages=C --no-sync --no-instructions </dev/null >"$directory/initdb.log" 2>&1
status=$?
rm -f "$directory/password"
if [ $status -eq 0 ]; then
  cat "$directory/pg_hba.conf" >"$directory/data/pg_hba.conf" &&
    cat "$directory/settings.conf" >>"$directory/data/postgresql.conf"
  status=$?
fi
if [ $status -ne 0 ]; then
  echo $status >"$directory/initdb.status"
else
  {
    (
      trap - INT TERM HUP
      exec "$@" "$binaries/bin/postgres" -D "$directory/data"
    ) </dev/null >>"$directory/server.log" 2>&1 &
    server=$!
    echo $server >"$directory/server.pid"
    wait $server
    echo $? >"$directory/server.status"
  } &
  monitor=$!
fi

while read -r line; do :; done

if [ -n "$monitor" ]; then
  tries=0
  # a server that has not installed its handlers yet ignores the first ones, so we repeat
  while [ ! -e "$directory/server.status" ] && [ $tries -lt 400 ]; do
    server=$(cat "$directory/server.pid" 2>/dev/null) && kill -QUIT "$server" 2>/dev/null
    sleep 0.02
    tries=$((tries + 1))
  done
  if [ ! -e "$directory/server.status" ]; then
    kill -KILL "$(cat "$directory/server.pid")" 2>/dev/null
  fi
  wait $monitor
fi
rm -rf "$directory" || { sleep 0.5; rm -rf "$directory"; }
