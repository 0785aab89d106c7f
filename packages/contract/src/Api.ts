/**
 * The qURL HTTP API as one value.
 *
 * @since 0.1.0
 */
import * as HttpApi from "@effect/platform/HttpApi"
import * as OpenApi from "@effect/platform/OpenApi"
import { AccessCodes } from "./AccessCodes.js"
import { Agent } from "./Agent.js"
import { ApiKeys } from "./ApiKeys.js"
import { Billing } from "./Billing.js"
import { Connectors } from "./Connectors.js"
import { Customer } from "./Customer.js"
import { Domains } from "./Domains.js"
import { asPublished } from "./internal/openApi.js"
import { Qurls } from "./Qurls.js"
import { Resources } from "./Resources.js"
import { Sessions } from "./Sessions.js"
import { Webhooks } from "./Webhooks.js"

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
  .annotate(OpenApi.Title, "qURL HTTP API")
  .annotate(OpenApi.Version, "1")
  .annotate(OpenApi.Servers, [{ url: "https://api.layerv.ai" }])
  .annotate(OpenApi.Transform, asPublished)
{}
