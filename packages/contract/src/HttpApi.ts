/**
 * The qURL HTTP API as one value, derived from the operations of the groups.
 *
 * Every keyed write also declares 409 and 422: a request under its key is still running, or used the key for another
 * body.
 *
 * @since 0.1.0
 */
import * as HttpApi from "@effect/platform/HttpApi"
import * as OpenApi from "@effect/platform/OpenApi"
import * as AccessCodeOperations from "./groups/AccessCodes.js"
import * as AccessRequestOperations from "./groups/AccessRequests.js"
import * as AgentOperations from "./groups/Agent.js"
import * as ApiKeyOperations from "./groups/ApiKeys.js"
import * as BillingOperations from "./groups/Billing.js"
import * as ConnectorOperations from "./groups/Connectors.js"
import * as CustomerOperations from "./groups/Customer.js"
import * as DelegatedOperations from "./groups/Delegated.js"
import * as DomainOperations from "./groups/Domains.js"
import * as QurlOperations from "./groups/Qurls.js"
import * as ResourceOperations from "./groups/Resources.js"
import * as SessionOperations from "./groups/Sessions.js"
import * as WebhookOperations from "./groups/Webhooks.js"
import { group } from "./internal/endpoint.js"
import { asPublished } from "./internal/openApi.js"

/**
 * Endpoints of the operations on links.
 *
 * @since 0.1.0
 * @category models
 */
export class Qurls extends group("qurls", QurlOperations) {}

/**
 * Endpoints of the operations on resources and their links.
 *
 * @since 0.1.0
 * @category models
 */
export class Resources extends group("resources", ResourceOperations) {}

/**
 * Endpoints of the operations on sessions.
 *
 * @since 0.1.0
 * @category models
 */
export class Sessions extends group("sessions", SessionOperations) {}

/**
 * Endpoints of the operations on connectors.
 *
 * @since 0.1.0
 * @category models
 */
export class Connectors extends group("connectors", ConnectorOperations) {}

/**
 * Endpoints of the operations on agents.
 *
 * @since 0.1.0
 * @category models
 */
export class Agent extends group("agent", AgentOperations) {}

/**
 * Endpoints of the operations on custom domains.
 *
 * @since 0.1.0
 * @category models
 */
export class Domains extends group("domains", DomainOperations) {}

/**
 * Endpoints of the operations on billing.
 *
 * @since 0.1.0
 * @category models
 */
export class Billing extends group("billing", BillingOperations) {}

/**
 * Endpoints of the operations on the customer and its usage.
 *
 * @since 0.1.0
 * @category models
 */
export class Customer extends group("customer", CustomerOperations) {}

/**
 * Endpoints of the operations on webhooks.
 *
 * @since 0.1.0
 * @category models
 */
export class Webhooks extends group("webhooks", WebhookOperations) {}

/**
 * Endpoints of the operations on API keys.
 *
 * @since 0.1.0
 * @category models
 */
export class ApiKeys extends group("apiKeys", ApiKeyOperations) {}

/**
 * Endpoints of the operations on access codes.
 *
 * @since 0.1.0
 * @category models
 */
export class AccessCodes extends group("accessCodes", AccessCodeOperations) {}

/**
 * Endpoints of the operations on delegated batches and their links.
 *
 * @since 0.1.0
 * @category models
 */
export class Delegated extends group("delegated", DelegatedOperations) {}

/**
 * Endpoints of the operations on access requests.
 *
 * @since 0.1.0
 * @category models
 */
export class AccessRequests extends group("accessRequests", AccessRequestOperations) {}

/**
 * Every operation with its inputs, answers, failures and rules for repeating it.
 *
 * @example
 * import * as OpenApi from "@effect/platform/OpenApi"
 * import { QurlApi } from "@qurl/contract"
 *
 * const description = OpenApi.fromApi(QurlApi)
 *
 * @since 0.1.0
 * @category models
 */
export class QurlApi extends HttpApi.make("qurl")
  .add(Qurls)
  .add(Resources)
  .add(Sessions)
  .add(Connectors)
  .add(Agent)
  .add(Domains)
  .add(Billing)
  .add(Customer)
  .add(Webhooks)
  .add(ApiKeys)
  .add(AccessCodes)
  .add(Delegated)
  .add(AccessRequests)
  .annotate(OpenApi.Title, "qURL HTTP API")
  .annotate(OpenApi.Version, "1")
  .annotate(OpenApi.Servers, [{ url: "https://api.layerv.ai" }])
  .annotate(OpenApi.Transform, asPublished)
{}
