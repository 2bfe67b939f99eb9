#!/usr/bin/env bash
# Apache Fory 0.16.0 and the JDK's lists: what is written cannot be read, or is read and cannot be used.
#
# 1. Stream.toList() with a null in it. The list is of the class ListN, as those of List.of, which take no null.
#    Fory reads both with the latter's means: such a value is written, and reading it fails. An ArrayList
#    with a null, and Stream.toList() without one, work.
# 2. A subList, if references are tracked, as they have to be for values that share objects. It comes back as a
#    view of a list, but the count of changes that the view and its list compare is a transient field: whoever
#    looks into it, if only for its size(), gets a ConcurrentModificationException. Without tracking of
#    references it comes back as an ArrayList and is whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.fory</groupId><artifactId>fory-core</artifactId><version>0.16.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.fory.Fory;
import org.apache.fory.logging.LoggerFactory;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  private static String tried(Fory fory, Object value) {
    byte[] bytes = fory.serialize(value);
    List<?> read;
    try {
      read = (List<?>) fory.deserialize(bytes);
    } catch (RuntimeException e) {
      return "written, not read";
    }
    try {
      return "read " + read;
    } catch (RuntimeException e) {
      return "read, then " + e.getClass().getSimpleName();
    }
  }

  public static void main(String[] arguments) {
    LoggerFactory.disableLogging();
    Fory plain = Fory.builder().requireClassRegistration(false).build();
    Fory tracking = Fory.builder().requireClassRegistration(false).withRefTracking(true).build();
    List<String> whole = Stream.of("a", "b", "c").toList();
    List<String> withNull = Stream.of("a", null, "c").toList();
    see("toList()", "read [a, b, c]", tried(plain, whole));
    see("toList() with a null", "written, not read", tried(plain, withNull));
    see("the same, references tracked", "written, not read", tried(tracking, withNull));
    see("ArrayList with a null", "read [a, null, c]", tried(plain, new ArrayList<>(withNull)));
    List<String> part = new ArrayList<>(whole).subList(0, 2);
    see("subList", "read [a, b]", tried(plain, part));
    see(
        "the same, references tracked",
        "read, then ConcurrentModificationException",
        tried(tracking, part));
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
