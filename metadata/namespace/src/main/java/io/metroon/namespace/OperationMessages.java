package io.metroon.namespace;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.metroon.namespace.wire.AttributesMessage;
import io.metroon.namespace.wire.ChunkMessage;
import io.metroon.namespace.wire.ConditionMessage;
import io.metroon.namespace.wire.CopyMessage;
import io.metroon.namespace.wire.CreateMessage;
import io.metroon.namespace.wire.DeleteMessage;
import io.metroon.namespace.wire.GetContentMessage;
import io.metroon.namespace.wire.GetPageMessage;
import io.metroon.namespace.wire.GetStatMessage;
import io.metroon.namespace.wire.PathMessage;
import io.metroon.namespace.wire.PutChunksMessage;
import io.metroon.namespace.wire.PutContentMessage;
import io.metroon.namespace.wire.ReclaimMessage;
import io.metroon.namespace.wire.RenameMessage;
import io.metroon.namespace.wire.SetAttributesMessage;
import io.metroon.namespace.wire.SettingMessage;
import io.metroon.namespace.wire.StageChunksMessage;
import io.metroon.namespace.wire.TagMessage;
import io.metroon.namespace.wire.TagsMessage;
import io.metroon.namespace.wire.UploadMessage;
import io.metroon.namespace.wire.XattrMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Each operation and its protobuf message, in pairs: one method there, one back. */
final class OperationMessages {
    private OperationMessages() {}

    static CreateMessage create(Command.Create create) {
        CreateMessage.Builder message = CreateMessage.newBuilder()
                .setPath(path(create.path()))
                .setType(create.type().code())
                .setParents(create.parents())
                .setAttributes(attributes(create.attributes()))
                .setKeepExisting(create.ifExists() == Command.IfExists.KEEP)
                .setCondition(condition(create.condition()));
        if (create.target() != null) {
            message.setTarget(ByteString.copyFrom(create.target()));
        }
        return message.build();
    }

    static Command.Create create(CreateMessage message) {
        return new Command.Create(
                path(message.getPath()),
                EntryType.ofCode(message.getType()),
                message.hasTarget() ? message.getTarget().toByteArray() : null,
                message.getParents(),
                attributes(message.getAttributes()),
                message.getKeepExisting() ? Command.IfExists.KEEP : Command.IfExists.REFUSE,
                condition(message.getCondition()));
    }

    static PutContentMessage putContent(Command.PutContent putContent) {
        return PutContentMessage.newBuilder()
                .setPath(path(putContent.path()))
                .setContent(ByteString.copyFrom(putContent.content()))
                .setAttributes(attributes(putContent.attributes()))
                .setCondition(condition(putContent.condition()))
                .build();
    }

    static Command.PutContent putContent(PutContentMessage message) {
        return new Command.PutContent(
                path(message.getPath()),
                message.getContent().toByteArray(),
                attributes(message.getAttributes()),
                condition(message.getCondition()));
    }

    static SetAttributesMessage setAttributes(Command.SetAttributes setAttributes) {
        return SetAttributesMessage.newBuilder()
                .setPath(path(setAttributes.path()))
                .setFollow(setAttributes.follow())
                .setMustBeDirectory(setAttributes.mustBeDirectory())
                .setAttributes(attributes(setAttributes.attributes()))
                .setCondition(condition(setAttributes.condition()))
                .build();
    }

    static Command.SetAttributes setAttributes(SetAttributesMessage message) {
        return new Command.SetAttributes(
                path(message.getPath()),
                message.getFollow(),
                message.getMustBeDirectory(),
                attributes(message.getAttributes()),
                condition(message.getCondition()));
    }

    static DeleteMessage delete(Command.Delete delete) {
        return DeleteMessage.newBuilder()
                .setPath(path(delete.path()))
                .setRecursive(delete.recursive())
                .setMustBeDirectory(delete.mustBeDirectory())
                .setCondition(condition(delete.condition()))
                .build();
    }

    static Command.Delete delete(DeleteMessage message) {
        return new Command.Delete(
                path(message.getPath()),
                message.getRecursive(),
                message.getMustBeDirectory(),
                condition(message.getCondition()));
    }

    static RenameMessage rename(Command.Rename rename) {
        RenameMessage.Builder message = RenameMessage.newBuilder()
                .setFrom(path(rename.from()))
                .setTo(path(rename.to()))
                .setMode(RenameMessage.Mode.valueOf(rename.mode().name()));
        if (rename.fromVersion() != null) {
            message.setFromVersion(rename.fromVersion());
        }
        if (rename.toVersion() != null) {
            message.setToVersion(rename.toVersion());
        }
        return message.build();
    }

    static Command.Rename rename(RenameMessage message) {
        return new Command.Rename(
                path(message.getFrom()),
                path(message.getTo()),
                Command.RenameMode.valueOf(message.getMode().name()),
                message.hasFromVersion() ? message.getFromVersion() : null,
                message.hasToVersion() ? message.getToVersion() : null);
    }

    static CopyMessage copy(Command.Copy copy) {
        return CopyMessage.newBuilder()
                .setFrom(path(copy.from()))
                .setFollow(copy.follow())
                .setTo(path(copy.to()))
                .setOverwrite(copy.overwrite())
                .build();
    }

    static Command.Copy copy(CopyMessage message) {
        return new Command.Copy(
                path(message.getFrom()), message.getFollow(), path(message.getTo()), message.getOverwrite());
    }

    static GetStatMessage getStat(Query.GetStat getStat) {
        return GetStatMessage.newBuilder()
                .setPath(path(getStat.path()))
                .setFollow(getStat.follow())
                .setMustBeDirectory(getStat.mustBeDirectory())
                .build();
    }

    static Query.GetStat getStat(GetStatMessage message) {
        return new Query.GetStat(path(message.getPath()), message.getFollow(), message.getMustBeDirectory());
    }

    static GetPageMessage getPage(Query.GetPage getPage) {
        GetPageMessage.Builder message =
                GetPageMessage.newBuilder().setPath(path(getPage.path())).setLimit(getPage.limit());
        if (getPage.cursor() != null) {
            message.setCursor(getPage.cursor());
        }
        if (getPage.glob() != null) {
            message.setGlob(getPage.glob());
        }
        if (getPage.after() != null) {
            message.setAfter(ByteString.copyFrom(getPage.after().toBytes()));
        }
        return message.build();
    }

    static Query.GetPage getPage(GetPageMessage message) {
        return new Query.GetPage(
                path(message.getPath()),
                message.getLimit(),
                message.hasCursor() ? message.getCursor() : null,
                message.hasGlob() ? message.getGlob() : null,
                message.hasAfter() ? Name.of(message.getAfter().toByteArray()) : null);
    }

    static GetContentMessage getContent(Query.GetContent getContent) {
        return GetContentMessage.newBuilder().setPath(path(getContent.path())).build();
    }

    static Query.GetContent getContent(GetContentMessage message) {
        return new Query.GetContent(path(message.getPath()));
    }

    static ReclaimMessage reclaim(Command.Reclaim reclaim) {
        return ReclaimMessage.newBuilder()
                .setEntriesMax(reclaim.entriesMax())
                .setLingerMillis(reclaim.lingerMillis())
                .build();
    }

    /** Entries of before there were chunks say no linger, and then nothing lingers. */
    static Command.Reclaim reclaim(ReclaimMessage message) {
        return new Command.Reclaim(message.getEntriesMax(), message.getLingerMillis());
    }

    static StageChunksMessage stageChunks(Command.StageChunks stage) {
        StageChunksMessage.Builder message = StageChunksMessage.newBuilder();
        if (stage.upload() != null) {
            message.setUpload(upload(stage.upload()));
        }
        stage.chunks().forEach(chunk -> message.addChunks(chunk(chunk)));
        return message.build();
    }

    static Command.StageChunks stageChunks(StageChunksMessage message) {
        return new Command.StageChunks(
                message.hasUpload() ? upload(message.getUpload()) : null, chunks(message.getChunksList()));
    }

    static PutChunksMessage putChunks(Command.PutChunks put) {
        PutChunksMessage.Builder message = PutChunksMessage.newBuilder()
                .setPath(path(put.path()))
                .setAttributes(attributes(put.attributes()))
                .setCondition(condition(put.condition()));
        if (put.upload() != null) {
            message.setUpload(upload(put.upload()));
        }
        put.chunks().forEach(chunk -> message.addChunks(chunk(chunk)));
        return message.build();
    }

    static Command.PutChunks putChunks(PutChunksMessage message) {
        return new Command.PutChunks(
                path(message.getPath()),
                message.hasUpload() ? upload(message.getUpload()) : null,
                chunks(message.getChunksList()),
                attributes(message.getAttributes()),
                condition(message.getCondition()));
    }

    private static UploadMessage upload(UploadId upload) {
        return UploadMessage.newBuilder()
                .setDeadlineMillis(upload.deadlineMillis())
                .setNumber(upload.number())
                .build();
    }

    private static UploadId upload(UploadMessage message) {
        return new UploadId(message.getDeadlineMillis(), message.getNumber());
    }

    private static ChunkMessage chunk(Chunk chunk) {
        return ChunkMessage.newBuilder()
                .setHash(UnsafeByteOperations.unsafeWrap(chunk.hash()))
                .setLength(chunk.length())
                .setDeadlineMillis(chunk.deadlineMillis())
                .build();
    }

    private static List<Chunk> chunks(List<ChunkMessage> messages) {
        return messages.stream()
                .map(message ->
                        new Chunk(message.getHash().toByteArray(), message.getLength(), message.getDeadlineMillis()))
                .toList();
    }

    static PathMessage path(FilePath path) {
        PathMessage.Builder message = PathMessage.newBuilder();
        path.names().forEach(name -> message.addNames(UnsafeByteOperations.unsafeWrap(name.octets())));
        return message.build();
    }

    static FilePath path(PathMessage message) {
        List<Name> names = new ArrayList<>(message.getNamesCount());
        message.getNamesList().forEach(name -> names.add(Name.of(name.toByteArray())));
        return new FilePath(names);
    }

    private static AttributesMessage attributes(Attributes attributes) {
        AttributesMessage.Builder message = AttributesMessage.newBuilder();
        if (attributes.mode() != null) {
            message.setMode(attributes.mode());
        }
        if (attributes.owner() != null) {
            message.setOwner(attributes.owner());
        }
        if (attributes.group() != null) {
            message.setGroup(attributes.group());
        }
        if (attributes.atimeNanos() != null) {
            message.setAtimeNanos(attributes.atimeNanos());
        }
        if (attributes.mtimeNanos() != null) {
            message.setMtimeNanos(attributes.mtimeNanos());
        }
        if (attributes.size() != null) {
            message.setSize(attributes.size());
        }
        new TreeMap<>(attributes.xattrs())
                .forEach((name, setting) -> message.addXattrs(
                        XattrMessage.newBuilder().setName(name).setSetting(setting(setting))));
        if (attributes.layout() != null) {
            message.setLayout(setting(attributes.layout()));
        }
        return message.build();
    }

    private static Attributes attributes(AttributesMessage message) {
        if (message.equals(AttributesMessage.getDefaultInstance())) {
            return Attributes.NONE;
        }
        return new Attributes(
                message.hasMode() ? message.getMode() : null,
                message.hasOwner() ? message.getOwner() : null,
                message.hasGroup() ? message.getGroup() : null,
                message.hasAtimeNanos() ? message.getAtimeNanos() : null,
                message.hasMtimeNanos() ? message.getMtimeNanos() : null,
                message.hasSize() ? message.getSize() : null,
                xattrs(message.getXattrsList()),
                message.hasLayout() ? setting(message.getLayout()) : null);
    }

    private static Map<String, Attributes.Setting> xattrs(List<XattrMessage> messages) {
        Map<String, Attributes.Setting> xattrs = new TreeMap<>();
        messages.forEach(xattr -> xattrs.put(xattr.getName(), setting(xattr.getSetting())));
        return xattrs;
    }

    private static SettingMessage setting(Attributes.Setting setting) {
        byte @Nullable [] value = setting.value();
        return value == null
                ? SettingMessage.getDefaultInstance()
                : SettingMessage.newBuilder()
                        .setValue(ByteString.copyFrom(value))
                        .build();
    }

    private static Attributes.Setting setting(SettingMessage message) {
        return new Attributes.Setting(message.hasValue() ? message.getValue().toByteArray() : null);
    }

    private static ConditionMessage condition(Condition condition) {
        ConditionMessage.Builder message = ConditionMessage.newBuilder();
        if (condition.ifMatch() != null) {
            message.setIfMatch(tags(condition.ifMatch()));
        }
        if (condition.ifNoneMatch() != null) {
            message.setIfNoneMatch(tags(condition.ifNoneMatch()));
        }
        return message.build();
    }

    private static Condition condition(ConditionMessage message) {
        return new Condition(
                message.hasIfMatch() ? tags(message.getIfMatch()) : null,
                message.hasIfNoneMatch() ? tags(message.getIfNoneMatch()) : null);
    }

    private static TagsMessage tags(List<Condition.Tag> tags) {
        TagsMessage.Builder message = TagsMessage.newBuilder();
        tags.forEach(tag -> message.addTags(tag(tag)));
        return message.build();
    }

    static TagMessage tag(Condition.Tag tag) {
        return TagMessage.newBuilder()
                .setInode(tag.inode())
                .setVersion(tag.version())
                .setContent(tag.content())
                .build();
    }

    static Condition.Tag tag(TagMessage tag) {
        return new Condition.Tag(tag.getInode(), tag.getVersion(), tag.getContent());
    }

    private static List<Condition.Tag> tags(TagsMessage message) {
        return message.getTagsList().stream().map(OperationMessages::tag).toList();
    }
}
