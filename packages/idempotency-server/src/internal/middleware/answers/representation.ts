/**
 * Headers that a client needs to read a body. They are kept with every answer.
 *
 * @since 0.1.0
 * @category models
 */
export const representationHeaders: ReadonlyArray<string> = [
  "accept-ranges",
  "cache-control",
  "content-digest",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-location",
  "content-range",
  "content-type",
  "digest",
  "etag",
  "expires",
  "last-modified",
  "link",
  "location",
  "repr-digest",
  "vary"
]
