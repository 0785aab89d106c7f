import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { SetupError } from "../ApiError.js"

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"])

/** Fails if an option is unknown, missing or wrong. */
export const check = <Options extends object>(
  options: Options | undefined,
  kinds: OptionCheck.Kinds<Options>
): Effect.Effect<void, SetupError> =>
  Effect.suspend(() => {
    const wrong = OptionCheck.find(options, kinds)
    return wrong === undefined ? Effect.void : new SetupError({ setting: wrong.option, problem: wrong.problem })
  })

/** Secrets whose text is checked by the functions below. */
export const secret: OptionCheck.Kind = OptionCheck.required(
  OptionCheck.kind(
    "Redacted.make(\"...\")",
    (value) => Redacted.isRedacted(value) && typeof Redacted.value(value) === "string"
  )
)

/** The base URL without slashes at its end. With a credential plain http is for this machine only. */
export const address = (
  setting: "apiUrl" | "dispatchUrl",
  text: string,
  carriesCredential: boolean
): Effect.Effect<string, SetupError> => {
  const wrong = (problem: string) => Effect.fail(new SetupError({ setting, problem }))
  if (!URL.canParse(text)) return wrong("is not a URL")
  const url = new URL(text)
  if (url.protocol !== "https:" && url.protocol !== "http:") return wrong("is neither an https nor an http URL")
  if (url.protocol === "http:" && carriesCredential && !loopback.has(url.hostname)) {
    return wrong("would send the credential in the clear: use https")
  }
  if (url.username !== "" || url.password !== "" || /[?#]/.test(text)) {
    return wrong("carries more than an address: leave out user, query and fragment")
  }
  return Effect.succeed(`${url.origin}${url.pathname.replace(/\/+$/, "")}`)
}

/** A secret that can stand in a header; anything else would surface, value and all, in an error of the platform. */
export const apiKey = (secret: Redacted.Redacted): Effect.Effect<string, SetupError> => {
  const value = Redacted.value(secret)
  return /^[\x21-\x7e]+$/.test(value)
    ? Effect.succeed(value)
    : Effect.fail(new SetupError({ setting: "apiKey", problem: "is empty or has a character that cannot be sent" }))
}

/** A secret that stays here. */
export const signingSecret = (secret: Redacted.Redacted): Effect.Effect<string, SetupError> =>
  Redacted.value(secret) === ""
    ? Effect.fail(new SetupError({ setting: "signingSecret", problem: "is empty" }))
    : Effect.succeed(Redacted.value(secret))
