# shellcheck shell=bash
# What the scripts of this folder have in common: an installation of Spark, or the jars that Maven fetched in its place.
# Whoever reads this file has set `root`, the project's folder, and `program`, how messages begin.

readonly SPARK_VERSION=4.1

# The first <version> of the POM is the project's own.
project_version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' "${root:?}/pom.xml" | head -n 1)
readonly project_version
readonly jar=$root/jobs/target/bellows-$project_version.jar
readonly classpath_file=$root/jobs/target/spark-classpath.txt
readonly jvm_options_file=$root/jobs/target/jvm-options.txt

say() { printf '%s: %s\n' "${program:?}" "$*" >&2; }
die() { say "$*"; exit 1; }
usage() { say "$*"; exit 64; }

# Builds when a product is missing or a source of main code is newer than the jar.
build_if_needed() {
  local reason=''
  if [[ ! -f $jar || ! -f $classpath_file || ! -f $jvm_options_file ]]; then
    reason='not built yet'
  elif [[ ! -f $(cut -d: -f1 "$classpath_file") ]]; then
    reason='the Spark jars have left the Maven repository'
  elif [[ -n $(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main "$root"/conf/reference.conf \
    -type f -newer "$jar" -print -quit) ]]; then
    reason='the sources are newer than the jar'
  fi
  [[ -n $reason ]] || return 0
  command -v mvn > /dev/null || die "cannot build ($reason): Maven 3.8 or later (mvn) is not on the PATH"
  say "building with Maven: $reason (the first time fetches Spark, a few minutes)"
  (cd "$root" && mvn -B -ntp -q -Dstyle.color=never -Dmaven.test.skip=true package >&2) || die 'the build failed; see above'
}

# Prints the path of a spark-submit of the right version; says why not when there is one of another.
find_spark_submit() {
  local submit core version
  if [[ -n ${SPARK_HOME:-} ]]; then
    submit=$SPARK_HOME/bin/spark-submit
    [[ -x $submit ]] || { say "SPARK_HOME has no bin/spark-submit: $SPARK_HOME"; return 0; }
  else
    submit=$(command -v spark-submit) || return 0
  fi
  # A jar's name tells at once; asking takes a JVM and seconds.
  core=$(compgen -G "$(dirname "$submit")/../jars/spark-core_*.jar" | head -n 1) || true
  if [[ -n $core ]]; then
    version=${core##*/spark-core_*-} version=${version%.jar}
  else
    version=$("$submit" --version 2>&1 | sed -n 's/.*version \([0-9][0-9.]*\).*/\1/p' | head -n 1) || true
  fi
  if [[ $version == "$SPARK_VERSION".* ]]; then
    echo "$submit"
  else
    say "not using $submit: it is Spark ${version:-of unknown version}, Bellows needs $SPARK_VERSION.x"
  fi
}

# Prints the path of java.
find_java() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" || die "no Java: $java not found; install a JDK 17 or later, or set JAVA_HOME"
}
