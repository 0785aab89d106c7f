import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"

/** Size of a block in bytes. */
const size = 65_536

/** SHA-256 of what a file holds up to the end of each block. The last one is the digest of the whole file. */
export type Marks = ReadonlyArray<string>

/** Blocks of a file, all of one size but the last. */
export const blocksOf = async function*(file: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0)
  for await (
    const chunk of createReadStream(file, { highWaterMark: size, ...(signal === undefined ? {} : { signal }) })
  ) {
    // A stream without an encoding gives buffers.
    rest = rest.length === 0 ? chunk as Buffer : Buffer.concat([rest, chunk as Buffer])
    for (; rest.length >= size; rest = rest.subarray(size)) yield rest.subarray(0, size)
  }
  if (rest.length > 0) yield rest
}

/** Adds the mark of each block to `marks`. */
export const marked = async function*(
  blocks: AsyncIterable<Uint8Array>,
  marks: Array<string>
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256")
  for await (const block of blocks) {
    hash.update(block)
    marks.push(hash.copy().digest("hex"))
    yield block
  }
}

/** Lets a block through only if the file is, up to its end, the one that was marked. Throws `changed()` if it is not. */
export const verified = async function*(
  blocks: AsyncIterable<Uint8Array>,
  marks: Marks,
  changed: () => Error
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256")
  let number = 0
  for await (const block of blocks) {
    hash.update(block)
    if (hash.copy().digest("hex") !== marks[number++]) throw changed()
    yield block
  }
  if (number !== marks.length) throw changed()
}
