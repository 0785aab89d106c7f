import type { ConnectorInstallation, Resource, Session } from "@qurl/contract"
import {
  type ConflictError,
  type ConnectorResource,
  Connectors,
  type Created,
  type Deleted,
  type Entered,
  type GoneError,
  type NotFoundError,
  type OpenPortal,
  type Page,
  Portal,
  type PortalForUrl,
  type ProtectedUrl,
  type QurlUpdated,
  type ReadError,
  type ResourceCreated,
  type ResourceFound,
  type ResourceHandle,
  Resources,
  type ResourceUpdated,
  Sessions,
  type Terminated,
  type ValidationError,
  type WriteError
} from "@qurl/sdk"
import type { Effect, Stream } from "effect"
import { expectTypeOf } from "vitest"

type Call<A, R, More = never> = Effect.Effect<A, WriteError | More, R>
type Read<A, R, More = never> = Effect.Effect<A, ReadError | More, R>

expectTypeOf(Resources.list).returns.toEqualTypeOf<Read<Page<Resource>, Resources>>()
expectTypeOf(Resources.listAll).returns.toEqualTypeOf<Stream.Stream<Resource, ReadError, Resources>>()
expectTypeOf(Resources.create).returns.toEqualTypeOf<Call<ResourceCreated, Resources, GoneError>>()
expectTypeOf(Resources.get).returns.toEqualTypeOf<Read<ResourceFound, Resources, NotFoundError | GoneError>>()
expectTypeOf(Resources.update).returns.toEqualTypeOf<Call<ResourceUpdated, Resources, NotFoundError | GoneError>>()
expectTypeOf(Resources.delete).returns.toEqualTypeOf<Read<Deleted, Resources, NotFoundError>>()
expectTypeOf(Resources.createQurl).returns.toEqualTypeOf<Call<Created, Resources, NotFoundError | GoneError>>()
expectTypeOf(Resources.updateQurl).returns.toEqualTypeOf<Call<QurlUpdated, Resources, NotFoundError>>()
expectTypeOf(Resources.revokeQurl).returns.toEqualTypeOf<Read<Deleted, Resources, NotFoundError | ConflictError>>()

expectTypeOf(Sessions.list).returns.toEqualTypeOf<Read<Page<Session>, Sessions, NotFoundError>>()
expectTypeOf(Sessions.terminateAll).returns.toEqualTypeOf<Read<Terminated, Sessions, NotFoundError>>()
expectTypeOf(Sessions.terminate).returns.toEqualTypeOf<Read<Deleted, Sessions, NotFoundError>>()

expectTypeOf(Connectors.list).returns.toEqualTypeOf<Read<Page<ConnectorInstallation>, Connectors>>()
expectTypeOf(Connectors.listAll).returns.toEqualTypeOf<Stream.Stream<ConnectorInstallation, ReadError, Connectors>>()
expectTypeOf(Connectors.resource).returns.toEqualTypeOf<Read<ConnectorResource, Connectors, NotFoundError>>()
expectTypeOf(Connectors.ensure).returns.toEqualTypeOf<Call<ResourceCreated, Connectors, GoneError>>()

expectTypeOf(Portal.protectUrl).returns.toEqualTypeOf<Call<ProtectedUrl, Portal, GoneError>>()
expectTypeOf(Portal.createPortal).returns.toEqualTypeOf<Call<OpenPortal, Portal, NotFoundError | GoneError>>()
expectTypeOf(Portal.createPortalForUrl).returns.toEqualTypeOf<Call<PortalForUrl, Portal>>()
expectTypeOf(Portal.resourceById).returns.toEqualTypeOf<Effect.Effect<ResourceHandle, ValidationError, Portal>>()
expectTypeOf(Portal.enterPortal).returns.toEqualTypeOf<Call<Entered, Portal, NotFoundError | GoneError>>()

// What is known to be wrong does not compile.
// @ts-expect-error a misspelt property
void Resources.create({ type: "url", targetUrl: "https://example.com" })
// @ts-expect-error the wire's name where the verbs have their own
void Portal.createPortal("r_1", { expires_in: "1h" })
