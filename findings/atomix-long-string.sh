#!/usr/bin/env bash
# Atomix 3.1.12: a string that a service writes into its snapshot comes back shorter, from 64 KB on.
#
# BackupOutput.writeString is how a primitive's service writes text into a snapshot. The length goes into two
# bytes: of 65,536 characters none comes back, of 70,000 the first 4,464. No error, neither when the
# snapshot is written nor when it is read; and what is read next begins in the middle of the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.atomix</groupId><artifactId>atomix-primitive</artifactId><version>3.1.12</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  public static void main(String[] arguments) {
    see("65535 characters", "65535, then 42", roundTrip(65535));
    see("65536 characters", "0, then " + 0x7878787878787878L, roundTrip(65536));
    see("70000 characters", "4464, then " + 0x7878787878787878L, roundTrip(70000));
    System.exit(changed == 0 ? 0 : 1);
  }

  /** Writes so many characters and a number, and reads both. */
  private static String roundTrip(int characters) {
    Serializer serializer = Serializer.using(Namespaces.BASIC);
    HeapBuffer buffer = HeapBuffer.allocate(64, 1 << 20);
    BackupOutput output = new DefaultBackupOutput(buffer, serializer);
    output.writeString("x".repeat(characters));
    output.writeLong(42);
    buffer.flip();
    BackupInput input = new DefaultBackupInput(buffer, serializer);
    return input.readString().length() + ", then " + input.readLong();
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
