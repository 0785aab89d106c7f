import { idempotency } from "../../../lib/idempotency"

export const POST = async (request) =>
  (await idempotency()).handle(request, async (_, { transaction }) => {
    const { rows } = await transaction.query("SELECT item FROM orders ORDER BY id")
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`)
    const stream = new ReadableStream({
      pull: (controller) => {
        const line = lines.shift()
        if (line === undefined) controller.close()
        else controller.enqueue(new TextEncoder().encode(line))
      }
    })
    return new Response(stream, { headers: { "content-type": "application/x-ndjson" } })
  })
