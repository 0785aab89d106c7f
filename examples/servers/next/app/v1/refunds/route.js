import { idempotency } from "../../../lib/idempotency"

export const POST = async (request) =>
  (await idempotency()).handle(request, async (request, { transaction }) => {
    const { item } = await request.json()
    await transaction.query("INSERT INTO refunds (item) VALUES ($1)", [item])
    return new Response(null, { status: 204 })
  })
