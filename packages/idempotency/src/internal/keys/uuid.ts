/** Random bytes are made for many keys at once: asking for 16 costs twenty times as much as making a key of them. */
const pool = { bytes: new Uint8Array(0), used: 0 }

const random = (): Uint8Array => {
  if (pool.used === pool.bytes.length) {
    pool.bytes = crypto.getRandomValues(new Uint8Array(2048))
    pool.used = 0
  }
  // Handed out once.
  return pool.bytes.subarray(pool.used, pool.used += 16)
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

/** Marks random bytes as a UUID of this version and the variant of RFC 9562, and writes them down. */
const write = (bytes: Uint8Array, version: number): string => {
  bytes[6] = (version << 4) | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  let text = ""
  for (let place = 0; place < 16; place++) {
    text += (place === 4 || place === 6 || place === 8 || place === 10 ? "-" : "") + hex[bytes[place] ?? 0]
  }
  return text
}

/** 122 random bits. `crypto.randomUUID` is missing on pages that came over plain http. */
export const v4 = (): string => write(random(), 4)

/** 48 bits of time, in milliseconds since 1970, and 74 random bits. */
export const v7 = (millis: number): string => {
  const bytes = random()
  for (let place = 5, rest = millis; place >= 0; place--) {
    bytes[place] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return write(bytes, 7)
}
