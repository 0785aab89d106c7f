import type { YieldableError } from "effect/Cause"
import { QurlError } from "../QurlError.js"
import { brand } from "./brand.js"

/** The fields of an error of the SDK. */
type Fields<E> = { readonly [K in keyof E as K extends keyof YieldableError | "_tag" ? never : K]: E[K] }

type Tagged = { readonly _tag: string }

type ClassOf<Base, E extends Tagged> = new(
  message: string,
  details: object
) => Base & Fields<E> & { readonly name: E["_tag"] }

/** The class of a call's error of the SDK on this face: its name, fields and message. */
export const failure = <E extends Tagged>(name: E["_tag"]): ClassOf<QurlError, E> => {
  class Failure extends QurlError {}
  brand(Failure, name)
  // Its callers translate errors of the SDK and hand over all of their fields.
  return Failure as never
}

/** The same for an error that no call has made. */
export const plainError = <E extends Tagged>(name: E["_tag"]): ClassOf<Error, E> => {
  class PlainError extends Error {
    constructor(
      message: string,
      { message: _, _tag, ...fields }: { readonly message?: string; readonly _tag?: string }
    ) {
      super(message)
      Object.assign(this, fields)
    }
  }
  brand(PlainError, name)
  // The same as above.
  return PlainError as never
}
