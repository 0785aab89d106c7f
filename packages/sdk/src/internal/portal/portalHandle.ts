import * as Either from "effect/Either"
import type { Parts } from "../call/method.js"
import { segment } from "../id.js"

/** Handles by the service that made them: another one may belong to another account. */
const makers = new WeakMap<object, Parts>()

/** Makes a handle that only its own service accepts. */
export const handle = <Handle extends { readonly id: string }>(parts: Parts, made: Handle): Handle => {
  makers.set(made, parts)
  return Object.freeze(made)
}

const isOwn = (parts: Parts, resource: object): resource is { readonly id: string } => makers.get(resource) === parts

/** The id in a path, or what is wrong with the resource that is named. */
export const idOf = (parts: Parts, resource: unknown): Either.Either<string, string> => {
  if (typeof resource === "string") return Either.map(segment(resource), () => resource)
  if (typeof resource !== "object" || resource === null) {
    return Either.left("must be a handle of this service or a resource_id")
  }
  return isOwn(parts, resource)
    ? Either.right(resource.id)
    : Either.left("is a handle of another service: give a handle that this one made, or the resource_id")
}
