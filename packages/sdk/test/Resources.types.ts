import type { ConnectorInstallation, Resource, Session } from "@qurl/contract"
import {
  Agent,
  type Bootstrapped,
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

expectTypeOf(Resources.list).returns.toEqualTypeOf<Call<Page<Resource>, Resources>>()
expectTypeOf(Resources.listAll).returns.toEqualTypeOf<Stream.Stream<Resource, QurlError, Resources>>()
expectTypeOf(Resources.create).returns.toEqualTypeOf<Call<ResourceCreated, Resources>>()
expectTypeOf(Resources.get).returns.toEqualTypeOf<Call<ResourceFound, Resources>>()
expectTypeOf(Resources.update).returns.toEqualTypeOf<Call<ResourceUpdated, Resources>>()
expectTypeOf(Resources.delete).returns.toEqualTypeOf<Call<Deleted, Resources>>()
expectTypeOf(Resources.createQurl).returns.toEqualTypeOf<Call<Created, Resources>>()
expectTypeOf(Resources.updateQurl).returns.toEqualTypeOf<Call<QurlUpdated, Resources>>()
expectTypeOf(Resources.revokeQurl).returns.toEqualTypeOf<Call<Deleted, Resources>>()

expectTypeOf(Sessions.list).returns.toEqualTypeOf<Call<Page<Session>, Sessions>>()
expectTypeOf(Sessions.terminateAll).returns.toEqualTypeOf<Call<Terminated, Sessions>>()
expectTypeOf(Sessions.terminate).returns.toEqualTypeOf<Call<Deleted, Sessions>>()

expectTypeOf(Connectors.list).returns.toEqualTypeOf<Call<Page<ConnectorInstallation>, Connectors>>()
expectTypeOf(Connectors.listAll).returns.toEqualTypeOf<Stream.Stream<ConnectorInstallation, QurlError, Connectors>>()
expectTypeOf(Connectors.resource).returns.toEqualTypeOf<Call<ConnectorResource, Connectors>>()
expectTypeOf(Connectors.ensure).returns.toEqualTypeOf<Call<ResourceCreated, Connectors>>()

expectTypeOf(Agent.bootstrap).returns.toEqualTypeOf<Call<Bootstrapped, Agent>>()

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
