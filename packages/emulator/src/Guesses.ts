/**
 * Behaviours of the real service that its documents leave open, each with a switch.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const flag = (byDefault: boolean) => Schema.optionalWith(Schema.Boolean, { default: () => byDefault })
const seconds = (byDefault: number) => Schema.optionalWith(Schema.NonNegative, { default: () => byDefault })

/**
 * Switches for the behaviours that the service's documents leave open.
 *
 * @since 0.1.0
 * @category models
 */
export const Guesses = Schema.Struct({
  /** Lifetime of a share link whose request names none, in seconds. @default 300 */
  shareSeconds: seconds(300),
  /** Longest lifetime of a share link in seconds: a longer one is granted as this. @default 86400 */
  shareMostSeconds: seconds(86_400),
  /** True if a resource is private when its creation does not say. Older services took false. @default true */
  privateByDefault: flag(true),
  /** True if the rows of `/v1/qurls` carry `crid`, which the official MCP server refuses. @default false */
  cridInRows: flag(false),
  /** True if creating a link without a body is refused; official clients send none. @default false */
  bodyRequired: flag(false),
  /** True if deleting a revoked resource below `/v1/qurls` is a 204 and not a 404. @default false */
  repeatedDelete: flag(false),
  /** True if a revoked resource is closed for good: reads and changes answer 410 `resource_tombstoned`. @default false */
  tombstones: flag(false),
  /** Time until a delegated batch runs, and again until it has ended, in seconds. @default 1 */
  batchSeconds: seconds(1),
  /** Time that a connector takes from `connecting` to `serving`, in seconds. @default 1 */
  connectSeconds: seconds(1),
  /** Lifetime of an access request, in seconds. @default 3600 */
  accessRequestSeconds: seconds(3600)
}).annotations({ identifier: "Guesses", parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type Guesses = typeof Guesses.Type

/**
 * The defaults, with the given switches changed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (changed: Partial<Guesses> = {}): Guesses => ({ ...Schema.decodeSync(Guesses)({}), ...changed })
