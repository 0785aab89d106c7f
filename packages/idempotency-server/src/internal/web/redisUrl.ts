import type { RedisOptions } from "ioredis"

/** The parts of `redis://user:password@host:port/database`, with TLS for `rediss:`. */
export default (text: string): RedisOptions => {
  const url = new URL(text)
  return {
    host: url.hostname,
    port: url.port === "" ? 6379 : Number(url.port),
    ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.pathname.length > 1 ? { db: Number(url.pathname.slice(1)) } : {}),
    ...(url.protocol === "rediss:" ? { tls: {} } : {})
  }
}
