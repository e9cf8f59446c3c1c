/** In a server's folder, this file names another folder: its data directory is put there when it has ended. */
export const keepFile = 'keep';

/**
 * A POSIX shell that owns one server: it makes the folder, runs the command in it, and waits for the command to end or for
 * its standard input to close, which the kernel does whatever way the parent goes; then it ends the command and removes the folder.
 *
 * A shell and not Node: it starts in a millisecond, weighs one megabyte, and an unprivileged user can always read it.
 * SIGTERM comes before SIGQUIT because a shell starts its background jobs with SIGQUIT ignored until the server sets its own handlers.
 * SIGQUIT is PostgreSQL's immediate shutdown: nobody will read this data again. A server that was killed leaves a shared memory
 * segment, which its data directory names; when the supervisor itself is killed, its second half, which watches the input, does the work alone.
 *
 * A file \`keep\` in the folder names another folder: the command is then ended by SIGINT, PostgreSQL's fast and clean shutdown, and its
 * data directory is copied there before the folder goes. The first half takes \`keep\` away when that is done.
 */
export const supervisorScript = `
unset SUPERVISOR
folder=$1
shift
umask 077
trap '' PIPE QUIT
exec 3<&0 </dev/null
mkdir "$folder" || exit 70

"$@" 3<&- >"$folder/log" 2>&1 &
command=$!

end_command() {
  trap '' TERM
  if [ -s "$folder/keep" ]; then kill -s INT $command; return; fi
  end_group
}
end_group() {
  kill -s TERM -- -$$
  kill -s QUIT -- -$$
  kill -s CONT -- -$$
}
trap end_command TERM

{
  while read -r _; do :; done <&3
  end_command
  tries=0
  while [ -s "$folder/keep" ] && [ $tries -lt 3000 ]; do
    tries=$((tries + 1))
    sleep 0.02
  done
  tries=0
  while [ -d "$folder" ] && kill -s 0 $command && [ $tries -lt 500 ]; do
    tries=$((tries + 1))
    sleep 0.02
  done
  [ ! -s "$folder/keep" ] || end_group
  rm -rf "$folder"
} 2>/dev/null &
lifeline=$!
exec 3<&-

while :; do
  wait $command
  status=$?
  kill -s 0 $command 2>/dev/null || break
done

if [ -s "$folder/keep" ]; then
  target=$(cat "$folder/keep")
  cp -R "$folder/data" "$target/data.partial" && rm -f "$target/data.partial/postmaster.pid" && mv "$target/data.partial" "$target/data"
  rm -f "$folder/keep"
fi
kill -s TERM $lifeline 2>/dev/null
segment=$(sed -n '7s/.* //p' "$folder/data/postmaster.pid" 2>/dev/null)
[ -z "$segment" ] || ipcrm -m "$segment" 2>/dev/null
tail -n 30 "$folder/log"
tries=0
until rm -rf "$folder" 2>/dev/null || [ $tries -ge 50 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
exit $status
`;
