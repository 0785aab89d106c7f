/** Caller of every request. */
export const principal = () => "ada"

/** A request to place an order under a key. */
export const post = (key: string, body = key) =>
  new Request("http://shop/orders", { method: "POST", body, headers: { "idempotency-key": key } })

/** Status of a response, its mark of a replay, and its body. */
export const seen = async (response: Response) => [
  response.status,
  response.headers.get("idempotency-replayed"),
  await response.text()
]
