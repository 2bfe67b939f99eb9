#!/usr/bin/env bash
# Hazelcast 5.7.0: listeners do not hear of MultiMap.delete, and hear of IList.remove(index) without the item.
#
# MultiMap.remove(key) and delete(key) differ, by their documentation, in what they return: delete returns nothing
# and so saves sending the values. But of what delete removes no listener is told. A copy that is kept
# by a listener keeps the entries for ever. IList.remove(0) tells a listener that was registered with
# values that null was removed; remove("a") names what it was.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.hazelcast</groupId><artifactId>hazelcast</artifactId><version>5.7.0</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import com.hazelcast.collection.IList;
import com.hazelcast.collection.ItemEvent;
import com.hazelcast.collection.ItemListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  public static void main(String[] arguments) throws Exception {
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
    List<String> heard = new CopyOnWriteArrayList<>();
    try {
      MultiMap<String, String> map = member.getMultiMap("map");
      map.addEntryListener(
          new EntryAdapter<String, String>() {
            @Override
            public void onEntryEvent(EntryEvent<String, String> event) {
              heard.add(event.getEventType() + " " + event.getKey());
            }
          },
          true);
      map.put("removed", "1");
      map.remove("removed");
      map.put("deleted", "1");
      map.delete("deleted");
      see("entries left", 0, map.size());
      map.put("end", "1");
      await(heard, "ADDED end");
      see("heard", "[ADDED removed, REMOVED removed, ADDED deleted, ADDED end]", heard);

      heard.clear();
      IList<String> list = member.getList("list");
      list.addItemListener(
          new ItemListener<String>() {
            @Override
            public void itemAdded(ItemEvent<String> event) {
              heard.add("+" + event.getItem());
            }

            @Override
            public void itemRemoved(ItemEvent<String> event) {
              heard.add("-" + event.getItem());
            }
          },
          true);
      list.add("a");
      list.add("b");
      see("remove(0) returns", "a", list.remove(0));
      list.remove("b");
      list.add("end");
      await(heard, "+end");
      see("heard", "[+a, +b, -null, -b, +end]", heard);
    } finally {
      member.shutdown();
    }
    System.exit(changed == 0 ? 0 : 1);
  }

  /** Events of one partition come in their order: what comes before this one is there, too. */
  private static void await(List<String> heard, String event) throws InterruptedException {
    for (int left = 600; left > 0 && !heard.contains(event); left--) {
      Thread.sleep(50);
    }
  }

  /** A member by itself, on the loopback interface. */
  private static Config config() {
    Config config = new Config();
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.partition.count", "1");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    return config;
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
