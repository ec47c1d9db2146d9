#!/usr/bin/env bash
# other-user.sh REPOSITORY WORK   What becomes of a clone that another user owns, or that nobody can write to: REPOSITORY, which is built, is
# copied into WORK, a folder that everybody can read, and used from there by somebody else. Ends with 1 at the first thing that is wrong.
set -euo pipefail
repository=$1 work=$2 clone=$2/clone
as_other=()
[ "$(id -u)" != 0 ] || as_other=(setpriv --reuid 65534 --regid 65534 --clear-groups)

wrong() { echo "wrong: $*" >&2; cat "$work"/said "$work"/calls >&2 2>/dev/null || true; exit 1; }

# other [VARIABLE=VALUE ...] VERB ...: the clone's ./giqa, by the other user, from a folder of his own.
other() {
  local settings=()
  while [[ $1 == *=* ]]; do settings+=("$1"); shift; done
  (cd "$home" && "${as_other[@]}" env -u XDG_CACHE_HOME -u XDG_DATA_HOME -u GIQA_HOME HOME="$home" "${settings[@]}" "$clone/giqa" "$@" >"$work/out" 2>"$work/said")
}

nothing_was_written() { [ -z "$(find "$clone" -newer "$work/before" -print -quit)" ] || wrong "the clone was written to: $(find "$clone" -newer "$work/before" | head -3)"; }

home=$work/home
mkdir -p "$clone/artifacts/bin/Giqa.Cli" "$home" "$work/bin"
cp -a "$repository"/{giqa,eng,src,native,Directory.Build.props,Directory.Build.targets,Directory.Packages.props,global.json} "$clone"
cp -a "$repository/artifacts/bin/Giqa.Cli/release" "$clone/artifacts/bin/Giqa.Cli"
touch "$clone/artifacts/built-cli" "$work/before"
chmod 755 "$work"
chmod -R u+rwX,a+rX "$clone"
if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$home"; else chmod -R a-w "$clone"; trap 'chmod -R u+w "$clone"' EXIT; fi

# The owner's build is that of the sources: it is what runs, and nothing is built.
other --version || wrong "the owner's build does not run"
grep -qE '^giqa [0-9]+\.[0-9]+' "$work/out" || wrong "--version said: $(cat "$work/out")"
[ ! -s "$work/said" ] || wrong "something was set up though all is there"
nothing_was_written

# It is not: the build goes into the user's own cache. A stand-in for dotnet says what it would be asked for.
cat >"$work/bin/dotnet" <<'SH'
#!/bin/sh
echo "$@" >>"$CALLS"
SH
chmod 755 "$work/bin/dotnet"
: >"$work/calls" && chmod 666 "$work/calls"
touch -d 2000-01-01 "$clone/artifacts/built-cli"
other PATH="$work/bin:$PATH" CALLS="$work/calls" --version || wrong "the user's own build was not made"
builds=$home/.cache/giqa/builds
for call in "restore $clone/src/Giqa.Cli --locked-mode .*--artifacts-path $builds/[0-9]+" "build $clone/src/Giqa.Cli .*--artifacts-path $builds/[0-9]+" "$builds/[0-9]+/bin/Giqa.Cli/release/Giqa.Cli.dll --version"; do
  grep -qE -- "$call" "$work/calls" || wrong "dotnet was not called as $call"
done
nothing_was_written

# Packages that only make it faster are no reason to stop, and are named once; those that it needs are.
cat >"$work/bin/dpkg-query" <<'SH'
#!/bin/sh
case "$*" in *libturbojpeg0*|*dataset-fashion-mnist*) exit 1 ;; *) echo installed ;; esac
SH
printf '#!/bin/sh\nexit 1\n' >"$work/bin/sudo"
chmod 755 "$work"/bin/*
other PATH="$work/bin:$PATH" CALLS="$work/calls" --version || wrong "a package that only makes it faster stopped it"
grep -q 'slower without libturbojpeg0' "$work/said" || wrong "the package that makes it faster was not named"
other PATH="$work/bin:$PATH" CALLS="$work/calls" --version || wrong "it did not run a second time"
[ ! -s "$work/said" ] || wrong "the package that makes it faster was named twice"
if other PATH="$work/bin:$PATH" CALLS="$work/calls" demo; then wrong "the demo ran without its images"; fi
grep -q 'run: sudo apt-get install dataset-fashion-mnist' "$work/said" || wrong "the package that is needed was not named"
rm "$work/bin/dpkg-query" "$work/bin/sudo"

# The tests write into the clone, and say so.
if other test; then wrong "./giqa test ran in a clone that cannot be written to"; fi
grep -q 'cannot be written to, and the tests write there' "$work/said" || wrong "./giqa test did not say why"

# Without a folder to write to there is a sentence, and no build.
if other HOME=/nonexistent PATH="$work/bin:$PATH" CALLS="$work/calls" --version; then wrong "a build was made nowhere"; fi
grep -q 'XDG_CACHE_HOME' "$work/said" || wrong "it did not say what to do"
nothing_was_written
