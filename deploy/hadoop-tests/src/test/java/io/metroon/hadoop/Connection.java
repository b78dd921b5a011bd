package io.metroon.hadoop;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** How a client of Hadoop's is told where the file system is. */
final class Connection {
    private static final String SERVICE = "metroon";
    private static final String PROVIDER = "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider";

    private Connection() {}

    /** One address, or several as of a pair of NameNodes, between which the client goes back and forth. */
    static Configuration to(List<String> addresses) {
        Configuration configuration = new Configuration();
        if (addresses.size() == 1) {
            configuration.set("fs.defaultFS", "webhdfs://" + addresses.get(0));
            return configuration;
        }
        configuration.set("fs.defaultFS", "webhdfs://" + SERVICE);
        configuration.set("dfs.nameservices", SERVICE);
        configuration.set(
                "dfs.ha.namenodes." + SERVICE,
                IntStream.range(0, addresses.size()).mapToObj(Connection::name).collect(Collectors.joining(",")));
        for (int node = 0; node < addresses.size(); node++) {
            configuration.set("dfs.namenode.http-address." + SERVICE + "." + name(node), addresses.get(node));
        }
        configuration.set("dfs.client.failover.proxy.provider." + SERVICE, PROVIDER);
        return configuration;
    }

    private static String name(int node) {
        return "node" + (node + 1);
    }
}
