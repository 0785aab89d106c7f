import * as Either from "effect/Either"
import { BlockList, isIP } from "node:net"
import type { Said } from "./problem.js"

const closed = new BlockList()
for (
  const [network, bits] of [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16]
  ] as const
) closed.addSubnet(network, bits, "ipv4")
closed.addAddress("::1", "ipv6")
closed.addSubnet("fc00::", 7, "ipv6")
closed.addSubnet("fe80::", 10, "ipv6")

const isClosed = (hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$/g, "")
  const version = isIP(host)
  return version === 0
    ? host === "localhost" || host.endsWith(".localhost")
    : closed.check(host, version === 6 ? "ipv6" : "ipv4")
}

/** Refuses targets on the server's own machine and in private networks. The URL is not echoed. */
export const check = (url: string): Either.Either<string, Said> => {
  const wrong = (message: string): Either.Either<never, Said> =>
    Either.left({
      code: "invalid_target_url",
      detail: `target_url ${message}`,
      invalid_fields: { target_url: message }
    })
  if (!URL.canParse(url)) return wrong("is not a URL")
  return isClosed(new URL(url).hostname)
    ? wrong("leads to a local or private host, which nobody else can reach")
    : Either.right(url)
}
