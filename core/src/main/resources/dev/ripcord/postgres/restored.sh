# Runs one restored server and never lets it outlive the process that holds the other end of
# standard input: when that end closes, for whatever reason, server and files go.
# Reads one command a line: start PROGRAM, stop.
# usage: restored.sh DIRECTORY SOCKETS [command that drops privileges...]
directory=$1
sockets=$2
shift 2
umask 077
# Ctrl-C at the terminal, a closed terminal and a stopped service reach the owner, who decides
trap '' INT TERM HUP
cd /

monitor=

# usage: finish SIGNAL TENTHS
finish() {
  [ -n "$monitor" ] || return 0
  tries=0
  while [ ! -e "$directory/server.status" ] && [ $tries -lt "$2" ]; do
    # a server that has not installed its handlers yet ignores the first ones, so we repeat
    server=$(cat "$directory/server.pid" 2>/dev/null) && kill "-$1" "$server" 2>/dev/null
    sleep 0.1
    tries=$((tries + 1))
  done
  if [ ! -e "$directory/server.status" ]; then
    kill -KILL "$(cat "$directory/server.pid")" 2>/dev/null
  fi
  wait "$monitor"
  monitor=
}

while read -r line; do
  case $line in
    "start "*)
      rm -f "$directory/server.status" "$directory/server.pid"
      {
        (
          trap - INT TERM HUP
          exec "$@" "${line#start }" -D "$directory/cluster/data" \
            -c config_file="$directory/cluster/settings.conf"
        ) </dev/null >>"$directory/server.log" 2>&1 &
        server=$!
        echo $server >"$directory/server.pid"
        wait $server
        echo $? >"$directory/server.ended"
        mv "$directory/server.ended" "$directory/server.status"
      } &
      monitor=$!
      ;;
    stop)
      # the last checkpoint may take its time
      finish INT 36000
      : >"$directory/server.stopped"
      ;;
  esac
done

finish QUIT 100
rm -rf "$sockets"
rm -rf "$directory" || { sleep 0.5; rm -rf "$directory"; }
