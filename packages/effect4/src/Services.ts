/**
 * The services, each a tag with an accessor for every method and the layers that build it.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk"
import * as Service from "./internal/service.js"

/**
 * The operations on links. Each is available as `Qurl.create(...)`, with `Qurl` in its environment, and on the service
 * itself.
 *
 * @example
 * import { KeyGenerator, Qurl, QurlLive } from "@qurl/effect4"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const batch = yield* Qurl.batchCreate([
 *     { target_url: "https://example.com/a", expires_in: "24h" },
 *     { target_url: "https://example.com/b", label: "for Ada" }
 *   ])
 *   return batch.results.filter((result) => !result.success)
 * })
 *
 * // QURL_API_KEY and QURL_API_URL come from the environment.
 * const live = program.pipe(Effect.provide(QurlLive))
 *
 * // A layer around the calls decides on their keys.
 * const named = program.pipe(Effect.provide(KeyGenerator.sequence("import")), Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Qurl extends Service.tag<Qurl>()("Qurl", Sdk.Qurl) {}

/**
 * The operations on resources, and on the links of one resource.
 *
 * @since 0.1.0
 * @category tags
 */
export class Resources extends Service.tag<Resources>()("Resources", Sdk.Resources) {}

/**
 * The operations on the sessions of a resource. A session begins when a link is resolved.
 *
 * @since 0.1.0
 * @category tags
 */
export class Sessions extends Service.tag<Sessions>()("Sessions", Sdk.Sessions) {}

/**
 * The operations on what is installed, and on the resources that connectors own.
 *
 * @since 0.1.0
 * @category tags
 */
export class Connectors extends Service.tag<Connectors>()("Connectors", Sdk.Connectors) {}

/**
 * The operations on delegated batches: links for a resource of another account, under its capability.
 *
 * @since 0.1.0
 * @category tags
 */
export class Delegated extends Service.tag<Delegated>()("Delegated", Sdk.Delegated) {}

/**
 * The operations on requests for access to private resources.
 *
 * @since 0.1.0
 * @category tags
 */
export class AccessRequests extends Service.tag<AccessRequests>()("AccessRequests", Sdk.AccessRequests) {}

/**
 * The portal verbs: protect a URL, open portals to it, walk through one.
 *
 * @since 0.1.0
 * @category tags
 */
export class Portal extends Service.tag<Portal>()("Portal", Sdk.Portal) {}

/**
 * The operations on webhooks and their deliveries.
 *
 * @since 0.1.0
 * @category tags
 */
export class Webhooks extends Service.tag<Webhooks>()("Webhooks", Sdk.Webhooks) {}

/**
 * The operations on API keys.
 *
 * @since 0.1.0
 * @category tags
 */
export class ApiKeys extends Service.tag<ApiKeys>()("ApiKeys", Sdk.ApiKeys) {}

/**
 * The operations on codes that a visitor redeems for a link.
 *
 * @since 0.1.0
 * @category tags
 */
export class AccessCodes extends Service.tag<AccessCodes>()("AccessCodes", Sdk.AccessCodes) {}

/**
 * The operations on host names that links can show.
 *
 * @since 0.1.0
 * @category tags
 */
export class Domains extends Service.tag<Domains>()("Domains", Sdk.Domains) {}

/**
 * The operations on invoices and payment.
 *
 * @since 0.1.0
 * @category tags
 */
export class Billing extends Service.tag<Billing>()("Billing", Sdk.Billing) {}

/**
 * The operations on the customer behind an account, and its usage.
 *
 * @since 0.1.0
 * @category tags
 */
export class Customer extends Service.tag<Customer>()("Customer", Sdk.Customer) {}
