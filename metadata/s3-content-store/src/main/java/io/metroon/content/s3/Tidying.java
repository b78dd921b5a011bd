package io.metroon.content.s3;

import io.metroon.content.ChunkFormat;
import io.metroon.content.ContentStore.Holdings;
import io.metroon.content.ContentStore.Pace;
import io.metroon.content.ContentStore.Scrub;
import io.metroon.content.ContentStore.Sweep;
import io.metroon.content.ContentStoreException;
import io.metroon.content.ContentStoreException.Kind;
import io.metroon.content.HeldChunks;
import io.metroon.namespace.Chunk;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What the leader does to the bucket: compares it with what is held, both in order and some at a time, and reads it back. A
 * node that no longer leads does no harm: what is gone is gone for good. Blocks.
 */
final class Tidying {
    private final ChunkObjects chunks;
    private final Claim claim;

    Tidying(ChunkObjects chunks, Claim claim) {
        this.chunks = chunks;
        this.claim = claim;
    }

    Sweep sweep(int firstOctet, Holdings holdings) throws ContentStoreException {
        if (!holdings.leads()) {
            return Sweep.NONE;
        }
        claim.check();
        HeldChunks held = new HeldChunks(firstOctet, holdings);
        Sweep sweep = Sweep.NONE;
        for (Listing listing = chunks.list(firstOctet); listing.hasNext(); ) {
            S3Object object = listing.next();
            Chunk chunk = ChunkObjects.named(object).orElse(null);
            if (chunk != null) {
                sweep = sweep.plus(unlistedBefore(chunk, held, holdings)).plus(tidy(chunk, object, held, holdings));
            }
        }
        return sweep.plus(unlistedBefore(null, held, holdings));
    }

    private Sweep tidy(Chunk listed, S3Object object, HeldChunks held, Holdings holdings) throws ContentStoreException {
        Chunk own = held.peek();
        if (own != null && own.name().equals(listed.name())) {
            held.next();
            boolean whole = object.size() == ChunkFormat.fileBytes(own.length());
            return whole ? Sweep.KEPT : unlisted(own, holdings);
        }
        if (holdings.holds(listed)) {
            return Sweep.KEPT;
        }
        if (!holdings.isGone(listed)) {
            return Sweep.waiting(listed);
        }
        chunks.delete(listed);
        return Sweep.DELETED;
    }

    private Sweep unlistedBefore(@Nullable Chunk listed, HeldChunks held, Holdings holdings) {
        Sweep sweep = Sweep.NONE;
        for (Chunk chunk = held.peek(); chunk != null && isBefore(chunk, listed); chunk = held.peek()) {
            held.next();
            sweep = sweep.plus(unlisted(chunk, holdings));
        }
        return sweep;
    }

    private static boolean isBefore(Chunk chunk, @Nullable Chunk listed) {
        return listed == null || chunk.name().compareTo(listed.name()) < 0;
    }

    // It may have been put after the page was listed, or let go of and deleted since.
    private Sweep unlisted(Chunk chunk, Holdings holdings) {
        try {
            chunks.read(chunk, 0, 1);
            return Sweep.KEPT;
        } catch (ContentStoreException e) {
            if (!holdings.holds(chunk)) {
                return Sweep.NONE;
            }
            return e.kind() == Kind.MISSING || e.kind() == Kind.DAMAGED ? Sweep.MISSING : Sweep.LACKING;
        }
    }

    Scrub scrub(int firstOctet, Holdings holdings, Pace pace) throws ContentStoreException {
        HeldChunks held = new HeldChunks(firstOctet, holdings);
        Scrub scrub = Scrub.NONE;
        while (holdings.leads()) {
            Chunk chunk = held.next();
            if (chunk == null) {
                return scrub;
            }
            try {
                pace.before(chunk.length());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return scrub;
            }
            scrub = scrub.plus(check(chunk, holdings));
        }
        return scrub;
    }

    private Scrub check(Chunk chunk, Holdings holdings) throws ContentStoreException {
        try {
            chunks.check(chunk);
            return new Scrub(1, 0, 0);
        } catch (ContentStoreException e) {
            if (e.kind() != Kind.MISSING && e.kind() != Kind.DAMAGED) {
                throw e;
            }
            return holdings.holds(chunk) ? new Scrub(0, 0, 1) : Scrub.NONE;
        }
    }
}
