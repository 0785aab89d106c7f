import { Resources } from "@qurl/sdk/Resources"
import * as Effect from "effect/Effect"
import { asInput } from "../api/asInput.js"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { given } from "../api/linkFlags.js"
import { make, required } from "../argv/command.js"
import { text, texts, toggle } from "../argv/flag.js"
import { exitCodes } from "../exitCodes.js"
import { Problem, usage } from "../problem.js"
import * as Print from "../terminal/print.js"

export const publish = make({
  name: "publish",
  summary: "Publish a URL as a resource, private unless --public is given.",
  details: [
    "Creates a resource without a link, or finds the one of the same URL, which stays as it is. Prints its CRID, which "
    + "qurl share and qurl mint take. An answer with another privacy than the one asked for is an error."
  ],
  examples: [
    { line: "qurl publish https://example.com/plans", what: "For devices and people that are allowed" },
    { line: "qurl publish https://example.com --public -q", what: "For everybody with a link; prints the CRID alone" },
    { line: "qurl publish https://example.com/plans --allow-requests", what: "Others may ask for access" }
  ],
  flags: {
    public: toggle("public", "Everybody with a link may open it."),
    private: toggle("private", "The default, for scripts that state it."),
    allowDeviceKey: texts("allow-device-key", "KEY", "X25519 public key of a device that may ask for links."),
    allowRequests: toggle("allow-requests", "Others may ask for access."),
    description: text("description", "TEXT", "At most 500 characters."),
    tag: texts("tag", "TAG", "A tag, at most 10."),
    alias: text("alias", "NAME", "A name of 3 to 64 lowercase letters, digits and hyphens."),
    ...writeFlags
  },
  arguments: { url: required("URL", "Target of the resource, an http or https URL.") },
  run: Effect.fnUntraced(function*(flags, { url }) {
    const { alias, allowDeviceKey, allowRequests, description, tag } = flags
    if (flags.public && (flags.private || allowRequests || allowDeviceKey.length > 0)) {
      return yield* usage("--public cannot be combined with --private, --allow-requests and --allow-device-key.")
    }
    const isPrivate = !flags.public
    const input = {
      type: "url",
      target_url: url,
      private: isPrivate,
      ...given({
        description,
        alias,
        tags: tag.length === 0 ? undefined : tag,
        allowed_device_keys: allowDeviceKey.length === 0 ? undefined : allowDeviceKey,
        access_requests: allowRequests ? true : undefined
      })
    }
    const made = yield* connected(Resources, write(flags, (options) => Resources.create(asInput(input), options)))
    yield* Print.record(made, made.crid ?? made.resource_id)
    if (made.meta.foundExisting) yield* Print.note("This resource existed already, and was not changed.")
    if (made.private === isPrivate) return
    return yield* new Problem({
      exitCode: exitCodes.server,
      what: `The answer does not say that the resource is ${isPrivate ? "private" : "public"}.`,
      outcome: "The resource exists.",
      next: "Compare it with qurl resources get before you share it."
    })
  })
})
