package io.metroon.gateway.webhdfs;

import static io.metroon.gateway.webhdfs.Capability.refused;
import static io.metroon.gateway.webhdfs.Capability.served;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.metroon.gateway.ClusterView;
import io.metroon.gateway.HttpErrors;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every operation of WebHDFS, a row each: who answers it, or why it is refused. {@code docs/webhdfs.md} prints it. */
final class Capabilities {
    private static final String NO_ACLS = "there are no access control lists yet";
    private static final String NO_SNAPSHOTS = "there are no snapshots of directories yet";
    private static final String NO_TOKENS = "there is no authentication yet, so no token is needed";
    private static final String NO_QUOTAS = "there are no quotas yet";
    private static final String NO_POLICIES = "there is one way to keep content, for all files";
    private static final String NO_ERASURE_CODES = "content is copied whole, without erasure codes";

    private final Map<String, Capability> byName = new LinkedHashMap<>();

    Capabilities(ClusterView cluster) {
        StorageOperations storage = new StorageOperations(cluster);
        List.of(
                        served(GET, "OPEN", 1, OpenOperation::open),
                        served(GET, "GETFILESTATUS", 1, StatusOperations::status),
                        served(GET, "LISTSTATUS", 1, ListOperations::list),
                        served(GET, "LISTSTATUS_BATCH", 1, ListOperations::batch),
                        served(GET, "GETCONTENTSUMMARY", 1, SummaryOperations::contentSummary),
                        served(GET, "GETQUOTAUSAGE", 1, SummaryOperations::quotaUsage),
                        served(GET, "GETHOMEDIRECTORY", 1, StatusOperations::homeDirectory),
                        served(GET, "GETTRASHROOT", 1, StatusOperations::trashRoot),
                        served(GET, "CHECKACCESS", 1, StatusOperations::checkAccess),
                        served(GET, "GETSERVERDEFAULTS", 1, StorageOperations::serverDefaults),
                        served(GET, "GETSTATUS", 1, storage::status),
                        served(GET, "GETXATTRS", 2, XattrOperations::get),
                        served(GET, "LISTXATTRS", 2, XattrOperations::list),
                        served(GET, "GETLINKTARGET", 2, StatusOperations::linkTarget),
                        served(GET, "GETFILELINKSTATUS", 2, StatusOperations::linkStatus),
                        served(GET, "GETFILEBLOCKLOCATIONS", 2, storage::blockLocations),
                        served(GET, "GET_BLOCK_LOCATIONS", 2, storage::locatedBlocks),
                        refused(GET, "GETACLSTATUS", 2, NO_ACLS),
                        refused(GET, "GETDELEGATIONTOKEN", 2, NO_TOKENS),
                        refused(GET, "GETSNAPSHOTDIFF", 2, NO_SNAPSHOTS),
                        refused(GET, "GETSNAPSHOTDIFFLISTING", 2, NO_SNAPSHOTS),
                        refused(GET, "GETSNAPSHOTTABLEDIRECTORYLIST", 2, NO_SNAPSHOTS),
                        refused(GET, "GETSNAPSHOTLIST", 2, NO_SNAPSHOTS),
                        refused(GET, "GETFILECHECKSUM", 3, "checksums of HDFS are made of its blocks"),
                        refused(GET, "GETTRASHROOTS", 3, "there are no encryption zones with trash of their own"),
                        refused(GET, "GETALLSTORAGEPOLICY", 3, NO_POLICIES),
                        refused(GET, "GETSTORAGEPOLICY", 3, NO_POLICIES),
                        refused(GET, "GETECPOLICY", 3, NO_ERASURE_CODES),
                        refused(GET, "GETECPOLICIES", 3, NO_ERASURE_CODES),
                        refused(GET, "GETECCODECS", 3, NO_ERASURE_CODES),
                        served(PUT, "CREATE", 1, CreateOperation::create),
                        served(PUT, "MKDIRS", 1, TreeOperations::mkdirs),
                        served(PUT, "RENAME", 1, RenameOperation::rename),
                        served(PUT, "SETPERMISSION", 1, AttributeOperations::setPermission),
                        served(PUT, "SETOWNER", 1, AttributeOperations::setOwner),
                        served(PUT, "SETTIMES", 1, AttributeOperations::setTimes),
                        refused(PUT, "SETQUOTA", 1, NO_QUOTAS),
                        served(PUT, "CREATESYMLINK", 2, TreeOperations::createSymlink),
                        served(PUT, "SETXATTR", 2, XattrOperations::set),
                        served(PUT, "REMOVEXATTR", 2, XattrOperations::remove),
                        refused(PUT, "MODIFYACLENTRIES", 2, NO_ACLS),
                        refused(PUT, "REMOVEACLENTRIES", 2, NO_ACLS),
                        refused(PUT, "REMOVEDEFAULTACL", 2, NO_ACLS),
                        refused(PUT, "REMOVEACL", 2, NO_ACLS),
                        refused(PUT, "SETACL", 2, NO_ACLS),
                        refused(PUT, "ALLOWSNAPSHOT", 2, NO_SNAPSHOTS),
                        refused(PUT, "DISALLOWSNAPSHOT", 2, NO_SNAPSHOTS),
                        refused(PUT, "CREATESNAPSHOT", 2, NO_SNAPSHOTS),
                        refused(PUT, "RENAMESNAPSHOT", 2, NO_SNAPSHOTS),
                        refused(PUT, "RENEWDELEGATIONTOKEN", 2, NO_TOKENS),
                        refused(PUT, "CANCELDELEGATIONTOKEN", 2, NO_TOKENS),
                        refused(PUT, "SETREPLICATION", 3, "the cluster decides how many copies there are"),
                        refused(PUT, "SETQUOTABYSTORAGETYPE", 3, NO_QUOTAS),
                        refused(PUT, "SETSTORAGEPOLICY", 3, NO_POLICIES),
                        refused(PUT, "SATISFYSTORAGEPOLICY", 3, NO_POLICIES),
                        refused(PUT, "SETECPOLICY", 3, NO_ERASURE_CODES),
                        refused(PUT, "ENABLEECPOLICY", 3, NO_ERASURE_CODES),
                        refused(PUT, "DISABLEECPOLICY", 3, NO_ERASURE_CODES),
                        served(POST, "APPEND", 2, ExtendOperations::append),
                        served(POST, "CONCAT", 2, ConcatOperation::concat),
                        served(POST, "TRUNCATE", 2, ExtendOperations::truncate),
                        refused(POST, "UNSETSTORAGEPOLICY", 3, NO_POLICIES),
                        refused(POST, "UNSETECPOLICY", 3, NO_ERASURE_CODES),
                        served(DELETE, "DELETE", 1, TreeOperations::delete),
                        refused(DELETE, "DELETESNAPSHOT", 2, NO_SNAPSHOTS))
                .forEach(row -> byName.put(row.method() + " " + row.name(), row));
    }

    /** The rows, in the order of the table. */
    List<Capability> rows() {
        return List.copyOf(byName.values());
    }

    /** The row of an operation, whose name may be in small letters. The refusal's words are those clients look for. */
    Capability named(HttpMethod method, String op) {
        Capability row = byName.get(method + " " + op.toUpperCase(Locale.ROOT));
        if (row == null) {
            throw HttpErrors.invalid(
                    "Invalid value for webhdfs parameter \"op\": " + op + " is no operation of " + method);
        }
        return row;
    }
}
