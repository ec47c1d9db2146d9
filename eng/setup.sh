# Sourced by ../giqa: `set_up run|demo|train|test` brings packages, npm parts and the build up to date. It asks for nothing, talks on
# stderr only, and does nothing slow when nothing has changed. $root is the repository, $out becomes the folder of its build.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK=1 DEBIAN_FRONTEND=noninteractive

say() { printf 'set-up: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

set_up() {
  local purpose=$1
  command -v dotnet >/dev/null || give_up "the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download (package dotnet-sdk-10.0)"
  choose_output "$purpose"
  [ "$ready" = no ] || return 0
  exec 9>"$out/setup.lock"
  flock 9
  need_packages "$purpose"
  [ "$purpose" != test ] || need_npm_parts
  if needs_training "$purpose" && [ ! -e "$out/bin/Giqa.Cli/release/libgiqa_torch.so" ]; then
    rm -f "$out"/built-{cli,all} # built before libtorch was there
  fi
  if [ "$purpose" = test ]; then need_build all Giqa.slnx; else need_build cli src/Giqa.Cli; fi
  exec 9>&-
}

# The build lies in the clone where one may write there. Who may not, because it is another user's or read-only, runs the build that lies
# there while it is that of the sources; else his own, in his cache. Nothing is then written into the clone. ready=yes: there is a build.
choose_output() {
  out=$root/artifacts ready=no
  if can_make "$out"; then mkdir -p "$out"; return; fi
  [ "$1" != test ] || give_up "$root cannot be written to, and the tests write there: copy it to a folder of your own, and test that"
  if is_built cli && { ! needs_training "$1" || [ -e "$out/bin/Giqa.Cli/release/libgiqa_torch.so" ]; }; then ready=yes; return; fi
  local cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}
  out=$cache/giqa/builds/$(printf %s "$root" | cksum | cut -d' ' -f1)
  can_make "$out" || give_up "neither $root nor $cache can be written to: name a folder for the build in XDG_CACHE_HOME"
  mkdir -p "$out"
  # What .NET itself keeps beside a home that is not there.
  [ -w "${HOME:-/nonexistent}" ] || export DOTNET_CLI_HOME=$out/home NUGET_PACKAGES=${NUGET_PACKAGES:-$out/packages}
}

# Whether a folder can be written to, or made where the first of its parents that is there can.
can_make() {
  local folder=$1
  while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
  [ -d "$folder" ] && [ -w "$folder" ]
}

# Only training needs libtorch and a compiler, which are large. LibtorchHome names another libtorch than Debian's.
needs_training() { [ "$1" = train ] || [ "$1" = test ]; }

# Debian's packages, by name: point releases drop older versions, so the versions found are printed and not pinned. Those that only make it
# faster, or the demo more colourful, are installed where that is allowed, and are no reason to stop.
need_packages() {
  local faster=(libopenblas0-pthread libturbojpeg0) wanted=()
  [ "$1" = run ] || wanted+=(dataset-fashion-mnist)
  [ "$1" != demo ] || faster+=(fonts-noto-color-emoji)
  [ "$1" != test ] || wanted+=(fonts-noto-color-emoji chromium python3-numpy python3-pil python3-venv slurm-wlm munge iproute2)
  ! needs_training "$1" || wanted+=(g++)
  ! needs_training "$1" || [ -n "${LibtorchHome:-}" ] || wanted+=(libtorch-dev)
  if [ "$1" = test ] && ! npm_parts_ready && ! command -v npm >/dev/null; then wanted+=(nodejs npm); fi
  if [ "$1" = test ]; then wanted+=("${faster[@]}") faster=(); fi
  if ! command -v dpkg-query >/dev/null; then
    say_once no-dpkg "not a Debian system: make sure that these are installed: ${wanted[*]} ${faster[*]} ('giqa doctor' checks)"
    return
  fi
  read -ra wanted <<<"$(missing_of "${wanted[@]}")"
  read -ra faster <<<"$(missing_of "${faster[@]}")"
  if [ ${#wanted[@]} -eq 0 ] && [ ${#faster[@]} -gt 0 ] && ! can_install; then
    say_once slower "slower without ${faster[*]}; run: sudo apt-get install ${faster[*]}"
  elif [ $((${#wanted[@]} + ${#faster[@]})) -gt 0 ]; then
    install_packages "${wanted[@]}" "${faster[@]}"
  fi
}

say_once() { [ -e "$out/$1" ] || say "$2"; : >"$out/$1"; }

missing_of() {
  local package state
  for package in "$@"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || echo -n "$package "
  done
}

can_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

install_packages() {
  local as_root=()
  can_install || give_up "missing packages, and no right to install them; run: sudo apt-get install $*"
  [ "$(id -u)" = 0 ] || as_root=(sudo -n env DEBIAN_FRONTEND=noninteractive)
  say "installing $*"
  "${as_root[@]}" apt-get update -qq </dev/null >&2 || say "apt-get update failed; trying with the lists at hand"
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2 || give_up "apt-get install $* failed"
  dpkg-query -W -f='set-up: ${Package} ${Version}\n' "$@" >&2
}

# The stamp inside node_modules is a copy of the lock file that filled it; a linked node_modules is somebody else's to fill.
npm_parts_ready() {
  cmp -s "$root/package-lock.json" "$root/node_modules/.giqa-lock" || [ -L "$root/node_modules" ]
}

need_npm_parts() {
  npm_parts_ready && return
  say "fetching what the tests need (npm ci)"
  (cd "$root" && npm ci --no-audit --no-fund </dev/null >&2) || give_up "npm ci failed; is an npm registry within reach?"
  cp "$root/package-lock.json" "$root/node_modules/.giqa-lock"
}

# A stamp per target is as old as the start of its last good build; anything newer among the sources calls for another.
is_built() {
  local stamp=$out/built-$1 sources
  sources=("$root"/{src,native,Directory.Build.props,Directory.Build.targets,Directory.Packages.props,global.json})
  [ "$1" = cli ] || sources+=("$root"/{package-lock.json,tests,bench,eng,.editorconfig,Giqa.slnx})
  [ -e "$stamp" ] && [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]
}

need_build() {
  local stamp=$out/built-$1 how=(--disable-build-servers -v quiet)
  ! is_built "$1" || return 0
  [ "$out" = "$root/artifacts" ] || how+=(--artifacts-path "$out")
  say "building $2"
  : >"$stamp.next"
  # Nothing is published here: .NET itself for the four platforms, 750 MB, stays where it is.
  dotnet restore "$root/$2" --locked-mode --no-http-cache "${how[@]}" -p:EnableRuntimePackDownload=false -p:EnableAppHostPackDownload=false </dev/null >&2 || give_up "restoring the NuGet packages failed"
  dotnet build "$root/$2" -c Release --no-restore --nologo "${how[@]}" </dev/null >&2 || give_up "the build failed"
  [ "$1" = cli ] || cp -p "$stamp.next" "$out/built-cli"
  mv "$stamp.next" "$stamp"
}
