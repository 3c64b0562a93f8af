# Sourced by ./monitor and ./test: finds what the build needs, or names the command that installs it.
# shellcheck shell=sh

fail() {
  echo "$1" >&2
  exit 1
}

is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")" = 25 ]
}

# Sets JAVA_HOME to a JDK 25, wherever the default java points.
find_jdk() {
  onpath=$(command -v javac 2>/dev/null) && onpath=$(dirname "$(dirname "$(readlink -f "$onpath")")")
  for folder in "${JAVA_HOME:-/nowhere}" "${onpath:-/nowhere}" /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/* \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/*; do
    if is_jdk "$folder"; then
      JAVA_HOME=$folder
      export JAVA_HOME
      return
    fi
  done
  fail "A JDK 25 is missing; install it with: $(install_command temurin-25-jdk java-25-openjdk-devel) (from the Adoptium project), or: sdk install java 25-tem"
}

# install_command DEBIAN_PACKAGE FEDORA_PACKAGE
install_command() {
  if command -v dnf >/dev/null 2>&1; then
    echo "sudo dnf install $2"
  else
    echo "sudo apt-get install $1"
  fi
}

# at_least FOUND WANTED, versions of the form major.minor
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

check_maven() {
  found=$(mvn -version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$found" ] || fail "Maven is missing; install it with: $(install_command maven maven)"
  at_least "$found" 3.8 || fail "Maven $found is too old, 3.8 is needed; install it with: $(install_command maven maven)"
}

check_node() {
  found=$(node --version 2>/dev/null | tr -d v)
  [ -n "$found" ] || fail "Node is missing; install it with: $(install_command 'nodejs npm' nodejs)"
  at_least "$found" 20 || fail "Node $found is too old, 20 is needed; install it with: $(install_command 'nodejs npm' nodejs) (or from nodejs.org)"
  command -v npm >/dev/null 2>&1 || fail "npm is missing; install it with: $(install_command npm npm)"
}

# maven LOG ARGUMENTS...: runs Maven in the checkout, shows what it is doing and keeps its words in the log.
maven() {
  log=$1
  shift
  mkdir -p "$(dirname "$log")"
  {
    (cd "$root" && mvn -B -Dstyle.color=never "$@") 2>&1
    echo $? >"$log.status"
  } | tee "$log" | awk '
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ {
      sub(/^\[INFO\] Building /, ""); place = $NF; sub(/ *\[[0-9\/]+\]$/, "")
      printf "  %-8s %s\n", place, $0; fflush(); next
    }
    /^\[(ERROR|WARNING)\] Tests run:.*(FAILURE|ERROR)!/ { print "           " $0; fflush(); next }
    /^Downloaded from/ || /^\[INFO\] Downloaded from/ {
      if (++downloads % 50 == 0) { printf "           %d files downloaded\n", downloads; fflush() }
    }'
  [ "$(cat "$log.status")" = 0 ]
}
