#!/usr/bin/env bash
# Kryo 5.6.2, Apache Fory 0.16.0 and the Kryo 4.0.2 of Atomix 3.1.12: a ZonedDateTime in the hour that
# comes twice when summer time ends is given back one hour earlier.
#
# 02:30 of 25 October 2026 comes twice in Berlin. A ZonedDateTime knows which one it is by its offset. All
# three serializers write date, time and zone, and leave out the offset; reading then takes the first. A
# value that was stored at the second 02:30 comes back as another instant, without any error. Java's own
# serialization keeps it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.esotericsoftware.kryo</groupId><artifactId>kryo5</artifactId><version>5.6.2</version></dependency>
    <dependency><groupId>org.apache.fory</groupId><artifactId>fory-core</artifactId><version>0.16.0</version></dependency>
    <dependency><groupId>io.atomix</groupId><artifactId>atomix-utils</artifactId><version>3.1.12</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.apache.fory.Fory;
import org.apache.fory.logging.LoggerFactory;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  private static final ZonedDateTime SECOND =
      ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
          .withLaterOffsetAtOverlap();

  private static String told(Object read) {
    return read + ", later by " + Duration.between(SECOND, (ZonedDateTime) read);
  }

  public static void main(String[] arguments) throws Exception {
    String earlier = "2026-10-25T02:30+02:00[Europe/Berlin], later by PT-1H";
    LoggerFactory.disableLogging();
    System.out.println("written: " + SECOND);

    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(false);
    Output output = new Output(64, -1);
    kryo.writeClassAndObject(output, SECOND);
    see("Kryo 5", earlier, told(kryo.readClassAndObject(new Input(output.toBytes()))));

    Fory fory = Fory.builder().requireClassRegistration(false).build();
    see("Fory", earlier, told(fory.deserialize(fory.serialize(SECOND))));

    // What a primitive has by itself.
    Serializer atomix =
        Serializer.using(
            Namespace.builder()
                .register(Namespaces.BASIC)
                .setRegistrationRequired(false)
                .build());
    Object read = atomix.decode(atomix.encode(SECOND));
    see("Atomix", earlier, told(read));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(SECOND);
    Object java = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    see("Java", SECOND + ", later by PT0S", told(java));
    System.exit(changed == 0 ? 0 : 1);
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
