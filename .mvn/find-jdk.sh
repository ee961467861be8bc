# Finds a JDK 25 and exports JAVA_HOME; sourced by ./netrarium, ./mvnw and .ci/run.
# Order: NETRARIUM_JAVA_HOME, JAVA_HOME, the usual install folders, PATH.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

find_jdk() {
  set +f
  for candidate in \
    "${NETRARIUM_JAVA_HOME-}" "${JAVA_HOME-}" \
    /usr/lib/jvm/*25* /usr/java/*25* /opt/*jdk*25* /opt/java/*25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* "$HOME"/.jabba/jdk/*25*; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  if path_java=$(command -v javac 2>/dev/null); then
    while [ -L "$path_java" ]; do
      link=$(readlink "$path_java")
      case $link in /*) path_java=$link ;; *) path_java=$(dirname "$path_java")/$link ;; esac
    done
    candidate=$(cd "$(dirname "$path_java")/.." && pwd)
    if is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  fi
  return 1
}

no_jdk() {
  cat >&2 <<'TEXT'
Netrarium needs a JDK 25, and none was found (looked in NETRARIUM_JAVA_HOME, JAVA_HOME,
the usual install folders, and PATH). Get one:
  Debian, Ubuntu   apt install openjdk-25-jdk   (or temurin-25-jdk from Adoptium's repository)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  Windows          winget install EclipseAdoptium.Temurin.25.JDK
  anywhere         sdk install java 25-tem      (SDKMAN!)
then run this again, or set NETRARIUM_JAVA_HOME to its folder.
TEXT
}
