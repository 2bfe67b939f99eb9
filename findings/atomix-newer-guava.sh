#!/usr/bin/env bash
# Guava 33.5.0 with Atomix 3.1.12 (Kryo 4.0.2) on Java 17 and newer: no node starts, though every call still links.
#
# Maps.immutableEntry gave an entry of a class of Guava's own up to 33.4.8, and gives the JDK's
# AbstractMap.SimpleImmutableEntry since 33.5.0. Atomix registers the class of such an entry with Kryo, which wants to
# look into its private fields, and the JDK does not let it: the static initialiser of Atomix's serializers fails.
# A check of binary compatibility finds nothing. Remedy: 33.4.8, or --add-opens=java.base/java.util=ALL-UNNAMED.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.atomix</groupId><artifactId>atomix-utils</artifactId><version>3.1.12</version></dependency>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>${guava}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import com.google.common.collect.Maps;
import io.atomix.utils.serializer.Namespaces;

public class Finding {
  public static void main(String[] arguments) {
    String seen = Maps.immutableEntry("a", "b").getClass().getName();
    try {
      seen += ", namespaces: " + (Namespaces.BASIC != null ? "usable" : "none");
    } catch (LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      seen += ", namespaces: " + cause.getClass().getSimpleName();
    }
    boolean same = seen.equals(arguments[0]);
    System.out.println((same ? "" : "CHANGED, was " + arguments[0] + ": ") + seen);
    System.exit(same ? 0 : 1);
  }
}
JAVA
java=${JAVA_HOME:+$JAVA_HOME/bin/}
see() {
  mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
      -Dguava="$1" -DoutputDirectory="$folder/lib-$1"
  "${java}javac" -cp "$folder/lib-$1/*" -d "$folder" "$folder/Finding.java"
  echo "Guava $1 $3"
  "${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED $3 -cp "$folder:$folder/lib-$1/*" Finding "$2"
}
see 33.4.8-jre "com.google.common.collect.ImmutableEntry, namespaces: usable" ""
see 33.5.0-jre "java.util.AbstractMap\$SimpleImmutableEntry, namespaces: InaccessibleObjectException" ""
see 33.5.0-jre "java.util.AbstractMap\$SimpleImmutableEntry, namespaces: usable" "--add-opens=java.base/java.util=ALL-UNNAMED"
