/**
 * An answer that one vendor uses for one purpose only.
 *
 * @since 0.1.0
 */

/**
 * The status, code and, where one is given, message by which an answer is recognised.
 *
 * @since 0.1.0
 * @category models
 */
export interface Marker {
  /** Left out where the vendor names none: any 4xx then. */
  readonly status?: number | undefined
  readonly code: string
  /** The exact text, for a vendor whose code stands for other things as well. */
  readonly message?: string | undefined
}

/**
 * A marker with a status of its own, which a server can answer with.
 *
 * @since 0.1.0
 * @category models
 */
export interface StatusMarker extends Marker {
  readonly status: number
}

/**
 * The parts of an answer that a marker looks at.
 *
 * @since 0.1.0
 * @category models
 */
export interface Marked {
  readonly status: number
  readonly code: string | undefined
  readonly message?: string | undefined
}

/**
 * Checks if the marker describes an answer.
 *
 * @since 0.1.0
 * @category combinators
 */
export const matches = (marker: Marker | undefined, answer: Marked): boolean =>
  marker !== undefined
  && (marker.status === undefined ? answer.status >= 400 && answer.status < 500 : answer.status === marker.status)
  && answer.code === marker.code
  && (marker.message === undefined || answer.message === marker.message)
