import isNetworkError from "is-network-error"

/** Errors of the way to the server, raised before a request is sent. Browsers report none of them. */
const notSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_PRX_TLS",
  "ERR_TLS_HANDSHAKE_TIMEOUT"
])

/**
 * The server's certificate is checked, and the protocol found to be TLS, before a request is sent. Nothing but another
 * configuration changes the result. Alerts about the client's certificate are not among them: in TLS 1.3 they come after
 * the request.
 */
const permanent =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$|INVALID_CA$|ERR_TLS_CERT_|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$)/

/** Codes of Node's sockets and TLS, and of undici, that mean the network. Bugs in our own code have other ones. */
const network =
  /^(E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NETDOWN|AI_|PROTO)|ENOTFOUND|UND_ERR_(SOCKET|CONNECT|HEADERS|BODY|RES|RESPONSE|CLOSED|DESTROYED)|HPE_|ERR_(SSL|TLS))/

const field = (value: unknown, name: "cause" | "code" | "errors" | "message" | "syscall"): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined

/** A text in a failure: its own, its cause's, or that of the first of several tried addresses. */
const textOf = (error: unknown, name: "code" | "syscall", depth = 0): string | undefined => {
  const text = field(error, name)
  if (typeof text === "string") return text
  if (depth >= 4) return undefined
  const errors = field(error, "errors")
  return textOf(field(error, "cause"), name, depth + 1)
    ?? (Array.isArray(errors) ? textOf(errors[0], name, depth + 1) : undefined)
}

const hasMessage = (error: unknown, pattern: RegExp, depth = 0): boolean => {
  const message = field(error, "message")
  return (typeof message === "string" && pattern.test(message))
    || (depth < 4 && error !== undefined && hasMessage(field(error, "cause"), pattern, depth + 1))
}

/** workerd has neither codes nor a class for it: a connection lost or refused, and a name that is not found. */
const isLostInWorkerd = (error: unknown): boolean =>
  error instanceof Error && /^(Network connection lost\.?$|internal error; reference = )/.test(error.message)

/** Undici has no code for an answer that is not HTTP. */
const isNotHttp = (error: unknown): boolean => error instanceof Error && error.name === "HTTPParserError"

const hasNetworkError = (error: unknown, depth = 0): boolean =>
  isNetworkError(error)
  || isLostInWorkerd(error)
  || isNotHttp(error)
  || (depth < 4 && error !== undefined && hasNetworkError(field(error, "cause"), depth + 1))

/** How an exchange ended without an answer. */
export type Failure =
  | { readonly kind: "not sent"; readonly code: string | undefined; readonly permanent: boolean }
  | { readonly kind: "lost" | "bug"; readonly code: string | undefined }

/** Tells failures of the network, before or after sending, from bugs. */
export const classify = (cause: unknown): Failure => {
  const code = textOf(cause, "code")
  // The Fetch standard blocks some ports, without a code.
  if (hasMessage(cause, /^bad port$/)) return { kind: "not sent", code: "BAD_PORT", permanent: true }
  if (code !== undefined && permanent.test(code)) return { kind: "not sent", code, permanent: true }
  const syscall = textOf(cause, "syscall")
  // Undici reports a proxy that refuses the tunnel as an aborted request.
  const isBeforeSending = (code !== undefined && notSent.has(code)) || syscall === "connect"
    || syscall === "getaddrinfo"
    || hasMessage(cause, /^Proxy response \(\d+\)/)
  if (isBeforeSending) return { kind: "not sent", code, permanent: false }
  if (code !== undefined && network.test(code)) return { kind: "lost", code }
  return cause === undefined || hasNetworkError(cause) ? { kind: "lost", code } : { kind: "bug", code }
}
