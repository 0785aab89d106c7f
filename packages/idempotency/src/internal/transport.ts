import isNetworkError from "is-network-error"

/** Nothing was sent: no name, no route, nobody listening. Known on servers; browsers tell only that it failed. */
const notSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])

/** Codes of Node's sockets and TLS, and of undici, that mean the network. Bugs in our own code have other ones. */
const network =
  /^(E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NETDOWN|AI_|PROTO)|ENOTFOUND|UND_ERR_(SOCKET|CONNECT|HEADERS|BODY|RES|RESPONSE|CLOSED|DESTROYED)|HPE_|ERR_(SSL|TLS)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/

const field = (value: unknown, name: "cause" | "code" | "errors"): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined

/** The runtime's code of a failure: its own, its cause's, or that of the first of several tried addresses. */
const codeOf = (error: unknown, depth = 0): string | undefined => {
  const code = field(error, "code")
  if (typeof code === "string") return code
  if (depth >= 4) return undefined
  const errors = field(error, "errors")
  return codeOf(field(error, "cause"), depth + 1) ?? (Array.isArray(errors) ? codeOf(errors[0], depth + 1) : undefined)
}

/** workerd has neither codes nor a class for it: a connection lost or refused, and a name that is not found. */
const isLostInWorkerd = (error: unknown): boolean =>
  error instanceof Error && /^(Network connection lost\.?$|internal error; reference = )/.test(error.message)

/** Undici has no code for an answer that is not HTTP. */
const isNoHttp = (error: unknown): boolean => error instanceof Error && error.name === "HTTPParserError"

const hasNetworkError = (error: unknown, depth = 0): boolean =>
  isNetworkError(error)
  || isLostInWorkerd(error)
  || isNoHttp(error)
  || (depth < 4 && error !== undefined && hasNetworkError(field(error, "cause"), depth + 1))

/** What ended an exchange without an answer: a failure of the network, sent or not, or a bug. */
export const classify = (
  cause: unknown
): { readonly kind: "not sent" | "lost" | "bug"; readonly code: string | undefined } => {
  const code = codeOf(cause)
  if (code !== undefined && notSent.has(code)) return { kind: "not sent", code }
  if (code !== undefined && network.test(code)) return { kind: "lost", code }
  return cause === undefined || hasNetworkError(cause) ? { kind: "lost", code } : { kind: "bug", code }
}
