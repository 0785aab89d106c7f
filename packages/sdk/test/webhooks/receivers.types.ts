/** Types that users rely on in webhooks, API keys and access codes. Compiled, never run. */
import type * as Sdk from "@qurl/sdk"
import { AccessCodes, ApiKeys, type ReadError, type SeenEvents, WebhookEvent, Webhooks } from "@qurl/sdk"
import type { Effect, Redacted, Stream } from "effect"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

type Call<A, R, More = never> = Effect.Effect<A, Sdk.WriteError | More, R>
type Read<A, R, More = never> = Effect.Effect<A, ReadError | More, R>

declare const secret: Redacted.Redacted
declare const delivery: WebhookEvent.Delivery

const hook = { url: "https://x.test", events: ["qurl.accessed", "one of tomorrow"] }

export const pinned = () => {
  const webhooks = {
    create: Webhooks.create(hook),
    list: Webhooks.list(),
    listAll: Webhooks.listAll({ limit: 1 }),
    eventTypes: Webhooks.eventTypes(),
    get: Webhooks.get("wh_1"),
    update: Webhooks.update("wh_1", { description: null, status: "disabled" }),
    delete: Webhooks.delete("wh_1"),
    regenerateSecret: Webhooks.regenerateSecret("wh_1"),
    deliveries: Webhooks.deliveries("wh_1"),
    allDeliveries: Webhooks.allDeliveries("wh_1")
  }
  type Hook = Stream.Stream.Success<typeof webhooks.listAll>
  type Delivered = Stream.Stream.Success<typeof webhooks.allDeliveries>
  same<typeof webhooks.create, Call<Sdk.WebhookCreated, Webhooks>>(true)
  same<typeof webhooks.list, Read<Sdk.Page<Hook>, Webhooks>>(true)
  same<typeof webhooks.listAll, Stream.Stream<Hook, ReadError, Webhooks>>(true)
  same<Effect.Effect.Error<typeof webhooks.eventTypes>, ReadError>(true)
  same<typeof webhooks.get, Read<Sdk.WebhookFound, Webhooks, Sdk.NotFoundError>>(true)
  same<typeof webhooks.update, Call<Sdk.WebhookUpdated, Webhooks, Sdk.NotFoundError>>(true)
  same<typeof webhooks.delete, Read<Sdk.Deleted, Webhooks, Sdk.NotFoundError>>(true)
  same<typeof webhooks.regenerateSecret, Call<Sdk.WebhookCreated, Webhooks, Sdk.NotFoundError>>(true)
  same<typeof webhooks.deliveries, Read<Sdk.Page<Delivered>, Webhooks, Sdk.NotFoundError>>(true)
  same<Sdk.WebhookCreated["secret"], string>(true)
  // @ts-expect-error: there is no secret where it is not told
  void ((found: Sdk.WebhookFound) => found.secret)
  // @ts-expect-error: events are needed
  void Webhooks.create({ url: "https://x.test" })

  const keys = {
    create: ApiKeys.create({ name: "x", scopes: ["qurl:read"], expires_in: "1h" }),
    list: ApiKeys.list({ status: "all" }),
    listAll: ApiKeys.listAll(),
    update: ApiKeys.update("key_1", { name: "x" }),
    revoke: ApiKeys.revoke("key_1")
  }
  type Key = Stream.Stream.Success<typeof keys.listAll>
  same<typeof keys.create, Call<Sdk.ApiKeyCreated, ApiKeys>>(true)
  same<typeof keys.list, Read<Sdk.Page<Key>, ApiKeys>>(true)
  same<typeof keys.listAll, Stream.Stream<Key, ReadError, ApiKeys>>(true)
  same<typeof keys.update, Call<Sdk.ApiKeyUpdated, ApiKeys, Sdk.NotFoundError>>(true)
  same<typeof keys.revoke, Read<Sdk.Deleted, ApiKeys, Sdk.NotFoundError>>(true)
  same<Sdk.ApiKeyCreated["api_key"], string>(true)
  // @ts-expect-error: only the answer to `create` has the key itself
  void ((key: Key) => key.api_key)

  const codes = {
    redeem: AccessCodes.redeem({ code: secret }),
    create: AccessCodes.create({ resource_id: "r_1" }),
    list: AccessCodes.list(),
    revoke: AccessCodes.revoke("acd_1")
  }
  same<typeof codes.redeem, Call<Sdk.AccessCodeRedeemed, AccessCodes>>(true)
  same<typeof codes.create, Call<Sdk.AccessCodeCreated, AccessCodes>>(true)
  same<Effect.Effect.Error<typeof codes.list>, ReadError>(true)
  same<typeof codes.revoke, Read<Sdk.Deleted, AccessCodes, Sdk.NotFoundError>>(true)

  const received = WebhookEvent.receive(delivery, [secret])
  same<
    typeof received,
    Effect.Effect<
      WebhookEvent.WebhookEvent,
      WebhookEvent.WebhookSignatureError | WebhookEvent.WebhookEventError
    >
  >(true)
  void ((event: WebhookEvent.WebhookEvent) => event._tag === "QurlAccessed" ? event.data.access_count : event.type)
  // @ts-expect-error: secrets are redacted
  void WebhookEvent.receive(delivery, "whsec_x")
  same<ReturnType<typeof SeenEvents.make>, Effect.Effect<SeenEvents.SeenEvents, Sdk.ConfigurationError>>(true)
}

export const held: Sdk.Options = {
  apiKey: secret,
  unkeyedOperations: ["createApiKey", "regenerateWebhookSecret", "redeemAccessCode", "update", "createQurlForResource"]
}

// @ts-expect-error: a read has no key to hold back
export const read: Sdk.Options = { apiKey: secret, unkeyedOperations: ["get"] }

// @ts-expect-error: a misspelt name would hold back nothing
export const misspelt: Sdk.Options = { apiKey: secret, unkeyedOperations: ["createApikey"] }
