// A full round of npm's webdav. Arguments: URL of /dav/. Ends with a failure at the first thing that is not as it should be.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createClient } from "webdav";

const client = createClient(process.argv[2]);
const text = (path, options = {}) => client.getFileContents(path, { format: "text", ...options });

await client.createDirectory("/npm ä&/sub", { recursive: true });
assert.equal(await client.putFileContents("/npm ä&/f", "0123456789"), true);
assert.equal(await client.putFileContents("/npm ä&/f", "x", { overwrite: false }), false);
assert.equal(await text("/npm ä&/f"), "0123456789");
assert.deepEqual((await client.getDirectoryContents("/npm ä&")).map((entry) => entry.basename), ["f", "sub"]);
assert.equal((await client.getDirectoryContents("/npm ä&", { deep: true })).length, 2);
assert.equal((await client.getDirectoryContents("/many")).length, 10000);
assert.equal(await client.exists("/npm ä&/nothing"), false);

let part = "";
for await (const piece of client.createReadStream("/npm ä&/f", { range: { start: 3, end: 5 } })) {
    part += piece;
}
assert.equal(part, "345");

// Three chunks.
const chunks = randomBytes(9_000_000);
await client.putFileContents("/npm ä&/chunks", chunks);
await client.copyFile("/npm ä&/chunks", "/npm ä&/copied");
assert.ok(chunks.equals(await client.getFileContents("/npm ä&/copied")));
const border = await client.getFileContents("/npm ä&/copied", { headers: { Range: "bytes=4194300-4194308" } });
assert.ok(chunks.subarray(4_194_300, 4_194_309).equals(border));

await client.copyFile("/npm ä&/f", "/npm ä&/g");
await client.moveFile("/npm ä&/g", "/npm ä&/h");
const lock = await client.lock("/npm ä&/h");
await assert.rejects(client.putFileContents("/npm ä&/h", "no"), (failure) => failure.status === 423);
await client.putFileContents("/npm ä&/h", "yes", { headers: { If: `(<${lock.token}>)` } });
await client.unlock("/npm ä&/h", lock.token);
assert.equal(await text("/npm ä&/h"), "yes");

await new Promise((resolve, reject) => {
    const stream = client.createWriteStream("/npm ä&/streamed", {}, () => resolve());
    stream.on("error", reject);
    stream.end("a body of unknown length");
});
assert.equal(await text("/npm ä&/streamed"), "a body of unknown length");
assert.equal((await client.stat("/npm ä&/f")).size, 10);
await client.deleteFile("/npm ä&");
assert.equal(await client.exists("/npm ä&"), false);
