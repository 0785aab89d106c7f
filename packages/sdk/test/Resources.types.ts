import type { ConnectorInstallation, Resource, Session } from "@qurl/contract"
import {
  type ConnectorResource,
  Connectors,
  type Created,
  type Deleted,
  type Entered,
  type OpenPortal,
  type Page,
  Portal,
  type PortalForUrl,
  type ProtectedUrl,
  type QurlError,
  type QurlUpdated,
  type ReadError,
  type ResourceCreated,
  type ResourceFound,
  type ResourceHandle,
  Resources,
  type ResourceUpdated,
  Sessions,
  type Terminated,
  type ValidationError
} from "@qurl/sdk"
import type { Effect, Stream } from "effect"
import { expectTypeOf } from "vitest"

type Call<A, R, E = QurlError> = Effect.Effect<A, E, R>
type Read<A, R> = Effect.Effect<A, ReadError, R>

expectTypeOf(Resources.list).returns.toEqualTypeOf<Read<Page<Resource>, Resources>>()
expectTypeOf(Resources.listAll).returns.toEqualTypeOf<Stream.Stream<Resource, ReadError, Resources>>()
expectTypeOf(Resources.create).returns.toEqualTypeOf<Call<ResourceCreated, Resources>>()
expectTypeOf(Resources.get).returns.toEqualTypeOf<Read<ResourceFound, Resources>>()
expectTypeOf(Resources.update).returns.toEqualTypeOf<Call<ResourceUpdated, Resources>>()
expectTypeOf(Resources.delete).returns.toEqualTypeOf<Read<Deleted, Resources>>()
expectTypeOf(Resources.createQurl).returns.toEqualTypeOf<Call<Created, Resources>>()
expectTypeOf(Resources.updateQurl).returns.toEqualTypeOf<Call<QurlUpdated, Resources>>()
expectTypeOf(Resources.revokeQurl).returns.toEqualTypeOf<Read<Deleted, Resources>>()

expectTypeOf(Sessions.list).returns.toEqualTypeOf<Read<Page<Session>, Sessions>>()
expectTypeOf(Sessions.terminateAll).returns.toEqualTypeOf<Read<Terminated, Sessions>>()
expectTypeOf(Sessions.terminate).returns.toEqualTypeOf<Read<Deleted, Sessions>>()

expectTypeOf(Connectors.list).returns.toEqualTypeOf<Read<Page<ConnectorInstallation>, Connectors>>()
expectTypeOf(Connectors.listAll).returns.toEqualTypeOf<Stream.Stream<ConnectorInstallation, ReadError, Connectors>>()
expectTypeOf(Connectors.resource).returns.toEqualTypeOf<Read<ConnectorResource, Connectors>>()
expectTypeOf(Connectors.ensure).returns.toEqualTypeOf<Call<ResourceCreated, Connectors>>()

expectTypeOf(Portal.protectUrl).returns.toEqualTypeOf<Call<ProtectedUrl, Portal>>()
expectTypeOf(Portal.createPortal).returns.toEqualTypeOf<Call<OpenPortal, Portal>>()
expectTypeOf(Portal.createPortalForUrl).returns.toEqualTypeOf<Call<PortalForUrl, Portal>>()
expectTypeOf(Portal.resourceById).returns.toEqualTypeOf<Call<ResourceHandle, Portal, ValidationError>>()
expectTypeOf(Portal.enterPortal).returns.toEqualTypeOf<Call<Entered, Portal>>()

// What is known to be wrong does not compile.
// @ts-expect-error a misspelt property
void Resources.create({ type: "url", targetUrl: "https://example.com" })
// @ts-expect-error the wire's name where the verbs have their own
void Portal.createPortal("r_1", { expires_in: "1h" })
